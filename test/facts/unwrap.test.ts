// A command given word by word is taken out of its wrappers as a script's command is.
import { describe, expect, it } from 'vitest';
import { unwrap } from '../../src/facts/unwrap.ts';

const wordsOf = (line: string): readonly { text: string; start: number; end: number }[] =>
  line.split(' ').map((text, index) => ({ text: text.replaceAll('_', ' '), start: index * 10, end: index * 10 + text.length }));

describe('unwrap', () => {
  it.each([
    ['docker ps', 'docker ps', ''],
    ['sudo -u root docker ps', 'docker ps', 'sudo'],
    ['nsenter -t 1 -m -- chroot --userspec=0 /host docker ps', 'docker ps', 'nsenter chroot'],
    ['flock /lock docker ps', 'docker ps', 'flock'],
    ['gosu root busybox timeout 5 docker ps', 'docker ps', 'gosu busybox timeout'],
    ['ssh -i key host docker ps', 'docker ps', 'ssh'],
    ['env -i A=1 docker ps', 'docker ps', 'env'],
    ['/hyperkube kubelet --v=2', 'kubelet --v=2', 'hyperkube'],
    ['nsenter -t 1', 'nsenter -t 1', ''],
    ['command -v docker', 'command -v docker', ''],
  ])('%s runs %s', (line, inner, around) => {
    const { words, wrappers, script } = unwrap(wordsOf(line));
    expect([words.map(word => word.text).join(' '), wrappers.join(' '), script]).toEqual([inner, around, undefined]);
  });

  it.each(['sh -c docker_ps', 'tini -- bash -lc docker_ps', 'su - root -c docker_ps', 'ssh host docker_ps', 'timeout 5 sh -ec docker_ps'])(
    'finds the script of %s',
    line => {
      expect(unwrap(wordsOf(line)).script?.text).toBe('docker ps');
    },
  );

  it('keeps the places of the words', () => {
    expect(unwrap(wordsOf('sudo docker ps')).words[0]).toEqual({ text: 'docker', start: 10, end: 16 });
  });

  it('comes to an end', () => {
    expect(unwrap(wordsOf('sudo '.repeat(10_000).trim())).wrappers).toHaveLength(12);
  });
});
