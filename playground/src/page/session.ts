/** What the page shows: the program, its seed and settings, its branches, and where in which history the reader is. */

import programs from 'virtual:programs';
import { batch, computed, type Signal, signal } from '@preact/signals';
import type { FaultPlan, PlannedFault } from '../../../src/index.ts';
import { describeFaults } from '../faults/describe.ts';
import { firstDifference } from '../history/history.ts';
import { type Linked, linkOf, type Moment, readLink } from '../link/link.ts';
import type { ProgramCard } from '../programs/program-card.ts';
import { AS_IN_PROGRAM, type Versions } from '../settings/versions.ts';
import type { ReportFormat } from '../simulation/report-run.ts';
import { Branch } from './branch.ts';
import { Player } from './player.ts';
import { type Job, Runner } from './runner.ts';

/** The texts of the programs, each loaded when it is needed. */
const texts = import.meta.glob<string>(['../../../scenarios/[0-9]*.ts', '../../../docs/course/*/program.ts'], {
  query: '?raw',
  import: 'default',
});

export class Session {
  readonly card: Signal<ProgramCard | null> = signal(null);
  /** The learner's own text; `null`: the program is one of the list, unchanged. */
  readonly code: Signal<string | null> = signal(null);
  readonly seed = signal(1);
  readonly settings: Signal<Readonly<Record<string, string>>> = signal({});
  readonly versions: Signal<Versions> = signal(AS_IN_PROGRAM);
  readonly branches: Signal<readonly Branch[]> = signal([]);
  readonly currentId = signal(0);
  /** What is wrong with the link that the page was opened with. */
  readonly linkProblem: Signal<string | null> = signal(null);
  readonly player = new Player();
  readonly current = computed(() => this.branches.value.find(({ id }) => id === this.currentId.value) ?? null);
  private readonly runner = new Runner();
  private lastBranch = 0;
  /** Where to go as soon as the history has come so far. */
  private pending: Moment | null = null;

  async open(hash: string): Promise<void> {
    try {
      this.show(await readLink(hash));
      this.linkProblem.value = null;
    } catch (error) {
      this.linkProblem.value = error instanceof Error ? error.message : String(error);
      this.show(await readLink(''));
    }
  }

  private show(linked: Linked): void {
    const card = programs.find(({ name }) => name === linked.program) ?? null;
    if (card === null && linked.code === null)
      throw new Error(`There is no program '${linked.program}'; choose one from the list.`);
    batch(() => {
      this.card.value = card;
      this.code.value = linked.code;
      this.seed.value = linked.seed;
      this.settings.value = linked.settings;
      this.versions.value = linked.versions;
      this.pending = linked.at;
      this.restart(linked.faults.length === 0 ? [[]] : [[], linked.faults]);
    });
  }

  choose(card: ProgramCard): void {
    batch(() => {
      this.card.value = card;
      this.code.value = null;
      this.settings.value = {};
      this.versions.value = AS_IN_PROGRAM;
      this.restart([[]]);
    });
  }

  /** Runs the learner's text. */
  edit(code: string): void {
    this.code.value = code;
    this.restart([[]]);
  }

  setSeed(seed: number): void {
    this.seed.value = seed;
    this.rerun();
  }

  /** @param value `null`: as the program has it */
  set(key: string, value: string | null): void {
    const { [key]: _, ...others } = this.settings.value;
    this.settings.value = value === null ? others : { ...others, [key]: value };
    this.rerun();
  }

  setVersions(versions: Versions): void {
    this.versions.value = versions;
    this.rerun();
  }

  /** Adds a fault to the current branch, in a new branch. */
  fork(faults: readonly PlannedFault[]): void {
    const from = this.current.value;
    if (from === null) return;
    const branch = this.newBranch([...from.plan, ...faults]);
    this.branches.value = [...this.branches.value, branch];
    this.pending = { ms: this.player.atMs(from) };
    this.currentId.value = branch.id;
    this.run(branch);
  }

  remove(branch: Branch): void {
    const others = this.branches.value.filter((other) => other !== branch);
    if (others.length === 0) return;
    this.branches.value = others;
    if (this.currentId.value === branch.id) this.select(others[0] as Branch);
  }

  /** Shows another branch at the same virtual time. */
  select(branch: Branch): void {
    const from = this.current.value;
    const atMs = from === null ? 0 : this.player.atMs(from);
    this.currentId.value = branch.id;
    this.player.pause();
    this.player.goTo(branch, branch.history.indexAtMs(atMs));
  }

  /** The text of the program. */
  async source(): Promise<string> {
    const code = this.code.value;
    if (code !== null) return code;
    const file = this.card.value?.file ?? '';
    return (await texts[`../../../${file}`]?.()) ?? '';
  }

  /** The part of the address after #. @param withMoment whether it also says where the reader is */
  async link(withMoment: boolean): Promise<string> {
    const branch = this.current.value;
    return linkOf({
      program: this.card.value?.name ?? null,
      code: this.code.value,
      seed: this.seed.value,
      settings: this.settings.value,
      versions: this.versions.value,
      faults: branch?.plan ?? [],
      at: withMoment ? { step: this.player.index.value + 1 } : null,
    });
  }

  /** A report on the current branch. @throws Error (rejects) if the program cannot run */
  report(format: ReportFormat): Promise<string> {
    return new Promise((resolve, reject) => {
      const branch = this.current.value;
      if (branch === null) reject(new Error('nothing has run yet'));
      else
        this.runner.run(this.jobOf(branch, format), {
          steps: () => {},
          done: () => {},
          reported: resolve,
          failed: ({ message }) => reject(new Error(message)),
        });
    });
  }

  // --- Runs --------------------------------------------------------------------------------------------------------------

  /** Runs all branches again, and stays at the same virtual time. */
  private rerun(): void {
    const branch = this.current.value;
    const selected = branch === null ? -1 : this.branches.value.indexOf(branch);
    if (branch !== null) this.pending = { ms: this.player.atMs(branch) };
    this.restart(
      this.branches.value.map(({ plan }) => plan),
      selected,
    );
  }

  private restart(plans: readonly FaultPlan[], selected = plans.length - 1): void {
    this.runner.cancel();
    this.player.pause();
    const branches = plans.map((plan) => this.newBranch(plan));
    batch(() => {
      this.branches.value = branches;
      this.currentId.value = branches[selected]?.id ?? 0;
      this.player.index.value = -1;
    });
    const isSelected = ({ id }: Branch): boolean => id === this.currentId.value;
    // The one that is seen comes first.
    for (const branch of branches.toSorted((a, b) => Number(isSelected(b)) - Number(isSelected(a)))) this.run(branch);
  }

  private newBranch(plan: FaultPlan): Branch {
    return new Branch(++this.lastBranch, plan, describeFaults(plan));
  }

  private run(branch: Branch): void {
    this.runner.run(this.jobOf(branch, null), {
      steps: (steps) => {
        branch.add(steps);
        this.arrive(branch, false);
      },
      done: (outcome) =>
        batch(() => {
          branch.outcome.value = outcome;
          this.arrive(branch, true);
          this.compare();
        }),
      failed: (problem) => {
        branch.problem.value = problem;
      },
    });
  }

  private jobOf({ plan }: Branch, report: ReportFormat | null): Job {
    const code = this.code.value;
    return {
      seed: this.seed.value,
      settings: this.settings.value,
      versions: this.versions.value,
      plan,
      file: code === null ? (this.card.value?.file ?? null) : null,
      source: code ?? '',
      report,
    };
  }

  /** Finds out where each branch parts from the first one. */
  private compare(): void {
    const [first, ...others] = this.branches.value.filter(({ outcome }) => outcome.value !== null);
    if (first === undefined || first !== this.branches.value[0]) return;
    for (const branch of others) branch.forkedAt.value = firstDifference(first.history.steps, branch.history.steps);
  }

  /** Goes to the moment that was asked for, as soon as the history has it. */
  private arrive(branch: Branch, isComplete: boolean): void {
    if (branch.id !== this.currentId.value) return;
    const { pending, player } = this;
    if (pending === null) {
      if (player.index.value < 0) player.goTo(branch, 0);
      return;
    }
    const { steps } = branch.history;
    const isThere = 'ms' in pending ? (steps.at(-1)?.atMs ?? 0) > pending.ms : steps.length >= pending.step;
    if (!isThere && !isComplete) return;
    player.goTo(branch, 'ms' in pending ? branch.history.indexAtMs(pending.ms) : pending.step - 1);
    this.pending = null;
  }
}
