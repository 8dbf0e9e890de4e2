#!/usr/bin/env node
import { run } from './program';

// A command that waits for something of its own (a database session, a child) has ended it by now: what is left is
// nobody's, and must not keep the terminal.
void run(process.argv.slice(2)).then((code) => process.exit(code));
