/** Runs the program of history.js on this host. `node run-here.js [built library]` */
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { history } from './history.js';

const library = resolve(process.argv[2] ?? `${import.meta.dirname}/../../dist/index.js`);
console.log(JSON.stringify(await history(await import(pathToFileURL(library).href))));
