import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Answer, Failure, Greeting, Job } from './peer.ts';
import type { TaskName } from './values.ts';

export interface Command {
  program: string;
  script: string;
  environment?: Readonly<Record<string, string>>;
}

export interface Report {
  /** Empty where the process did not get as far. */
  version: string;
  answers: (Answer | Failure)[];
}

/** Runs a stack in a process of its own; what it did not answer within the time is answered for it, as failed. */
export async function runPeer(
  { program, script, environment }: Command,
  job: object,
  tasks: Job['tasks'],
  seconds: number,
): Promise<Report> {
  const child = spawn(program, [script, JSON.stringify(job)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...environment },
  });
  let late = false;
  const stop = setTimeout(() => {
    late = true;
    child.kill('SIGKILL');
  }, seconds * 1000);
  let complaint = '';
  child.stderr.on('data', (text) => (complaint = `${complaint}${String(text)}`.slice(-2000)));
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, signal) => resolve(`ended with ${signal ?? `code ${code}`}`));
  });
  let version = '';
  const answers: (Answer | Failure)[] = [];
  for await (const line of createInterface(child.stdout)) {
    // TensorFlow.js greets on the same way.
    if (!line.startsWith('{')) continue;
    const said = JSON.parse(line) as Greeting | Answer | Failure;
    if ('version' in said) version = said.version;
    else answers.push(said);
  }
  const end = await ended;
  clearTimeout(stop);
  const missing = tasks.filter((task) => !answers.some((answer) => answer.task === task));
  const reason = late ? `not done in ${seconds} s` : `${end}: ${lastLine(complaint)}`;
  return { version, answers: [...answers, ...missing.map((task: TaskName) => ({ task, fails: reason }))] };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) ?? '';
}
