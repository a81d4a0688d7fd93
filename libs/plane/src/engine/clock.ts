/** The plane's clock: service time, which may be set or scaled; wall time stays the authority for signatures and expiry. */

export interface ClockSetting {
  /** Service time minus wall time, in milliseconds, at `since`. */
  readonly offset: number;
  /** Service milliseconds per wall millisecond. */
  readonly scale: number;
  /** Wall time from which `scale` counts. */
  readonly since: number;
}

export const REAL_TIME: ClockSetting = { offset: 0, scale: 1, since: 0 };

export class Clock {
  #setting: ClockSetting;
  readonly #wall: () => number;
  readonly #listeners = new Set<() => void>();

  constructor(setting: ClockSetting = REAL_TIME, wall: () => number = Date.now) {
    this.#setting = setting;
    this.#wall = wall;
  }

  /** Service time, in milliseconds since the epoch. */
  now(): number {
    const wall = this.#wall();
    const { offset, scale, since } = this.#setting;
    return Math.floor(since + offset + (wall - since) * scale);
  }

  /** Wall time, in milliseconds since the epoch. */
  wall(): number {
    return this.#wall();
  }

  get setting(): ClockSetting {
    return this.#setting;
  }

  /** Sets service time and/or its speed from now on; service time never jumps unless `time` is given. */
  set(change: { time?: number; scale?: number }): ClockSetting {
    const setting = this.changed(change);
    this.apply(setting);
    return setting;
  }

  /** What {@link set} would make of the setting now. */
  changed(change: { time?: number; scale?: number }): ClockSetting {
    const wall = this.#wall();
    const time = change.time ?? this.now();
    return { offset: time - wall, scale: change.scale ?? this.#setting.scale, since: wall };
  }

  apply(setting: ClockSetting): void {
    this.#setting = setting;
    for (const listener of this.#listeners) listener();
  }

  /** Wall milliseconds until the clock shows `time`. */
  wallUntil(time: number): number {
    return Math.max(0, (time - this.now()) / this.#setting.scale);
  }

  /** Calls `listener` after every change of the setting; returns how to stop that. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
