/** The anchor of a heading, which is the same on code hosts and on the site. */

/** `## "nothing left to do"` is `#nothing-left-to-do`, as GitHub makes it. */
export function headingSlug(heading: string): string {
  return heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Mark}\p{Number}\p{Connector_Punctuation} -]/gu, '')
    .replaceAll(' ', '-');
}
