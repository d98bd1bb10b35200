/** The entry point of the page. */
import { render } from 'preact';
import './page/styles/index.css';
import { App } from './page/app.tsx';
import { Session } from './page/session.ts';

const session = new Session();
addEventListener('hashchange', () => {
  // The page itself replaces the address without this event.
  void session.open(location.hash);
});
void session.open(location.hash);
render(<App session={session} />, document.getElementById('app') as HTMLElement);
