// Runs programs side by side and prints how they compare: time as the median, memory as the peak.
import { spawnSync } from 'node:child_process';

const RUNS = 5;

/** Prints a process's own peak memory on its way out. */
const HOOK = 'data:text/javascript,import{writeSync}from"node:fs";process.on("exit",()=>writeSync(3,String(process.resourceUsage().maxRSS)))';

/** A command of Node that tells its peak memory. */
export const node = (...args) => [process.execPath, ['--import', HOOK, ...args]];

export function run(command, args, options = {}) {
  const started = process.hrtime.bigint();
  const child = spawnSync(command, args, { stdio: ['ignore', 'pipe', 'pipe', 'pipe'], maxBuffer: 1024 ** 3, ...options });
  const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
  return { milliseconds, megabytes: Number(child.output[3]?.toString() || 0) / 1024, status: child.status, stdout: child.stdout, stderr: child.stderr };
}

const median = values => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

export function heading() {
  console.log(`${''.padEnd(58)}    unshim     other  ratio  peak memory`);
}

/** Runs two commands in turn and gives the median of each and of the ratios pair by pair. */
export function compare(title, a, b) {
  const runs = Array.from({ length: RUNS + 1 }, () => [run(...a), run(...b)]).slice(1);
  const first = median(runs.map(([x]) => x.milliseconds));
  const second = median(runs.map(([, y]) => y.milliseconds));
  const ratio = median(runs.map(([x, y]) => x.milliseconds / y.milliseconds));
  const memory = Math.max(...runs.map(([x]) => x.megabytes));
  console.log(
    `${title.padEnd(58)} ${first.toFixed(0).padStart(6)} ms ${second.toFixed(0).padStart(6)} ms  x ${ratio.toFixed(2).padStart(5)}  ${memory > 0 ? `${memory.toFixed(0)} MB` : ''}`,
  );
}
