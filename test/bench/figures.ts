import { readFigures } from './figure-readers';

/** Reads figures in a process of its own, started with the memory that the api has: once told what to ask, it tells the times. */
process.on('message', (asked) => {
  void readFigures(...(asked as Parameters<typeof readFigures>)).then((times) => process.send!(times));
});
process.on('disconnect', () => process.exit());
process.send!({ isReady: true });
