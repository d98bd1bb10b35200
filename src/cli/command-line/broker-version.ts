/** What messages call the option `--broker-version`, which a command passes on to a simulation. */

/** What the constructor of Simulation calls it. */
const OF_THE_CONSTRUCTOR = "new Simulation(), option 'brokerVersion'";

/** The message of a refusal, with the name of the option of the command. */
export function withCommandOption(message: string): string {
  return message
    .replace(`IllegalArgumentException: ${OF_THE_CONSTRUCTOR}`, OF_THE_CONSTRUCTOR)
    .replace(OF_THE_CONSTRUCTOR, '--broker-version');
}
