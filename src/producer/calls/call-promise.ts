/** The promise of a call that may have to wait. */
import type { ClientHost } from '../../client/host/client-host.ts';
import type { CallOutcome } from '../threads/blocking-call.ts';

/** Makes the call and returns a promise of its outcome; the host learns when the program waits and when it can go on. */
export function callPromise<T>(
  clientHost: Pick<ClientHost, 'userWaits' | 'userVisible'>,
  call: (outcome: CallOutcome<T>) => void,
): Promise<T> {
  return new Promise<T>((resolve, reject) => {
    clientHost.userWaits();
    call({
      resolve: (value) => {
        resolve(value);
        clientHost.userVisible();
      },
      reject: (error) => {
        reject(error);
        clientHost.userVisible();
      },
    });
  });
}
