import { describe, expect, it } from 'vitest';
import { lazyClient } from './lazy-client.ts';

class Clerk {
  static made = 0;
  destroyed = false;
  readonly config = {};
  constructor() {
    Clerk.made += 1;
  }
  send(text: string): Promise<string> {
    return Promise.resolve(this.destroyed ? 'closed' : `sent ${text}`);
  }
  destroy(): void {
    this.destroyed = true;
  }
}

describe('lazyClient', () => {
  it('is loaded once, by the first request', async () => {
    const before = Clerk.made;
    const client = lazyClient('clerk', () => Promise.resolve(new Clerk()));
    expect(Clerk.made).toBe(before);
    expect(await Promise.all([client.send('a'), client.send('b')])).toEqual(['sent a', 'sent b']);
    expect(Clerk.made).toBe(before + 1);
  });

  it('is destroyed, loaded or not, and sends no more', async () => {
    const made = new Clerk();
    const client = lazyClient('clerk', () => Promise.resolve(made));
    await client.send('a');
    client.destroy();
    await expect(client.send('b')).rejects.toThrow('the client of clerk was destroyed');
    expect(made.destroyed).toBe(true);
    lazyClient<Clerk>('clerk', () => Promise.reject(new Error('never'))).destroy();
  });

  it('has nothing else', () => {
    expect(() => lazyClient('clerk', () => Promise.resolve(new Clerk())).config).toThrow('has no config');
  });
});
