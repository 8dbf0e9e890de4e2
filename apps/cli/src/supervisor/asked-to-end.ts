/**
 * Aborted when this process is to end: Ctrl-C, SIGTERM, or, where npm started it, npm being gone. The last matters
 * because a SIGKILL of npm tells nobody: a program run by hand may well outlive its shell (nohup), one run by npm may not.
 */
export function askedToEnd(): AbortSignal {
  const end = new AbortController();
  const ask = (): void => end.abort();
  process.on('SIGINT', ask);
  process.on('SIGTERM', ask);
  process.on('disconnect', ask);
  if (process.env['npm_lifecycle_event'] !== undefined) {
    const npm = process.ppid;
    setInterval(() => process.ppid !== npm && ask(), 250).unref();
  }
  return end.signal;
}
