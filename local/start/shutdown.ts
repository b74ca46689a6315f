import { signalDescendants } from '../setup/descendants.mjs';
import { stopSignals } from '../setup/run-child.mjs';

/** Within this time a second signal is the same Ctrl-C: the terminal and npm both send it. */
const SAME_KEYSTROKE_MS = 1000;
const CODE_OF_A_STOPPED_RUN = 130;

/** What must be undone at the end of a run, however it ends. */
export class Shutdown {
  readonly #steps: (() => unknown)[] = [];
  readonly #controller = new AbortController();
  #running: Promise<void> | undefined;

  /** Aborted by the first signal, or when the process that started this one is gone. */
  get requested(): AbortSignal {
    return this.#controller.signal;
  }

  /** Adds a step; steps run in reverse order, each even when another one fails. */
  add(step: () => unknown): void {
    this.#steps.push(step);
  }

  /** Runs the steps, once however often it is called. */
  run(): Promise<void> {
    this.#running ??= this.#runSteps();
    return this.#running;
  }

  /** Listens for signals and for the end of the parent; a second Ctrl-C kills what still runs. */
  listen(now: () => number = Date.now): void {
    let first: number | undefined;
    const request = () => {
      first ??= now();
      this.#controller.abort(new Error('stopped'));
      if (now() - first > SAME_KEYSTROKE_MS) killAll();
    };
    for (const signal of stopSignals) process.on(signal, request);
    process.on('disconnect', request);
    process.channel?.unref();
  }

  async #runSteps(): Promise<void> {
    for (const step of this.#steps.toReversed()) {
      try {
        await step();
      } catch (error) {
        console.error(error instanceof Error ? error.message : error);
      }
    }
  }
}

const killAll = (): never => {
  signalDescendants('SIGKILL');
  process.exit(CODE_OF_A_STOPPED_RUN);
};
