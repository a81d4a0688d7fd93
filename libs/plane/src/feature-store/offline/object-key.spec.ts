import { describe, expect, it } from 'vitest';
import { objectName, partitionPath } from './object-key.ts';

describe('objectName', () => {
  it('is the partition, the latest event time and 16 characters that the identity decides', () => {
    const name = objectName(482_136, 1735693199.999, 'a');
    expect(name).toMatch(/^year=2025\/month=01\/day=01\/hour=00\/20250101T005959Z_[0-9A-Za-z]{16}\.parquet$/);
    expect(objectName(482_136, 1735693199.999, 'a')).toBe(name);
    expect(objectName(482_136, 1735693199.999, 'b')).not.toBe(name);
  });

  it('has a partition for every hour that an event time may lie in', () => {
    expect(partitionPath(0)).toBe('year=1970/month=01/day=01/hour=00');
    expect(partitionPath(Math.floor(253_402_300_799 / 3600))).toBe('year=9999/month=12/day=31/hour=23');
  });
});
