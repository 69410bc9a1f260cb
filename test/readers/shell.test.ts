// Which commands the shell reader finds, and where.
import { describe, expect, test } from 'vitest';
import { programName, subcommandOf } from '../../src/readers/shell/command.ts';
import { UNRESOLVED } from '../../src/model/tree.ts';
import { dockerTexts, lines, read } from './shell/reading.ts';

describe('commands are found', () => {
  test.each([
    ['in a function', 'cleanup() { docker ps; }', ['docker ps']],
    ['in a function with its brace on a line of its own', 'cleanup()\n{\n  docker ps\n}', ['docker ps']],
    ['in every arm', 'if a; then docker b; elif c; then docker d; else docker e; fi', ['docker b', 'docker d', 'docker e']],
    ['in loops', 'for i in $(docker ps -q); do docker rm $i; done; while docker a; do :; done', ['docker ps -q', 'docker rm $i', 'docker a']],
    ['in case arms', 'case $1 in start) docker start x ;; *) docker stop x;; esac', ['docker start x', 'docker stop x']],
    ['in pipes and lists', 'docker ps | grep x && docker rm y || docker kill z', ['docker ps', 'docker rm y', 'docker kill z']],
    [
      'in subshells, backticks and substitutions',
      '(docker a); x=`docker b`; y="$(docker c)"; diff <(docker d) <(docker e)',
      ['docker a', 'docker b', 'docker c', 'docker d', 'docker e'],
    ],
    ['in arguments of other commands', 'kill $(docker inspect -f {{.State.Pid}} x)', ['docker inspect -f {{.State.Pid}} x']],
    ['in the background, after a redirection', 'docker a &>/dev/null & > out docker b', ['docker a', 'docker b']],
    ['over several lines', 'docker run \\\n  -v /a:/b \\\n  image\ndocker ps', ['docker run \\\n  -v /a:/b \\\n  image', 'docker ps']],
    ['with Windows line ends', 'docker run \\\r\n  image\r\ndocker ps\r\n', ['docker run \\\r\n  image', 'docker ps']],
    ['in an unquoted here-document', 'cat <<EOF > f\n$(docker ps)\nEOF', ['docker ps']],
    ['in a trap', "trap 'docker rm x' EXIT", ['docker rm x']],
  ])('%s', (_, script, expected) => {
    expect(dockerTexts(script)).toEqual(expected);
  });

  test('and what is no command is not', () => {
    expect(dockerTexts('# docker ps\necho docker ps\necho "docker rm"\nprintf "docker %s" x\nimage=docker\nls docker')).toEqual([]);
    expect(dockerTexts("cat <<'EOF'\ndocker ps\n$(docker rm x)\nEOF")).toEqual([]);
  });

  test('a test is a command of its words', () => {
    expect(lines('[ -S /var/run/docker.sock ]; [[ -x "/usr/bin/docker" && $a == b ]]')).toEqual([
      '[ -S /var/run/docker.sock ]',
      `[[ -x /usr/bin/docker && ${UNRESOLVED} == b ]]`,
    ]);
  });
});

describe('wrappers are taken off', () => {
  test.each([
    ['sudo -E -u root docker ps', ['sudo']],
    ['$SUDO docker ps', ['sudo']],
    ['sudo -- env A=b nohup docker ps', ['sudo', 'env', 'nohup']],
    ['timeout -k 5 10s docker ps', ['timeout']],
    ['nice -n 5 ionice -c 3 time docker ps', ['nice', 'ionice', 'time']],
    ['exec docker ps', ['exec']],
    ['command docker ps', ['command']],
    ['flock -n /tmp/lock docker ps', ['flock']],
    ['flock /tmp/lock -c "docker ps"', ['flock']],
    ['systemd-run --unit x -p A=b docker ps', ['systemd-run']],
    ['nsenter -t 1 -m -u -i -n -p -- docker ps', ['nsenter']],
    ['nsenter --target 1 --mount docker ps', ['nsenter']],
    ['nsenter -m/proc/1/ns/mnt docker ps', ['nsenter']],
    ['chroot /host docker ps', ['chroot']],
    ['chroot /host sh -c "docker ps"', ['chroot', 'sh']],
    ['ssh -o A=b -i key root@host docker ps', ['ssh']],
    ['ssh host "sudo docker ps"', ['ssh', 'sudo']],
    ['su - user -c "docker ps"', ['su']],
    ['su -c "docker ps" user', ['su']],
    ['runuser -u user -- docker ps', ['runuser']],
    ['watch -n 1 docker ps', ['watch']],
    ['xargs -r -n 1 docker ps', ['xargs']],
    ['xargs -I{} sh -c "docker ps"', ['xargs', 'sh']],
    ['find . -name x -exec docker ps \\;', ['find']],
    ["bash -c 'docker ps'", ['bash']],
    ['/bin/sh -ec "docker ps"', ['sh']],
    ['bash -euo pipefail -c "docker ps"', ['bash']],
    ['eval "docker ps"', ['eval']],
    ['tini -- docker ps', ['tini']],
    ['gcloud beta compute ssh node-1 --zone a --command "sudo docker ps"', ['gcloud', 'sudo']],
    ['gcloud compute --project x ssh node-1 --command="docker ps"', ['gcloud']],
    ['gcloud compute ssh node-1 -- docker ps', ['gcloud']],
    ['az vm run-command invoke -g a -n b --command-id RunShellScript --scripts "docker ps" --no-wait', ['az']],
    [`aws ssm send-command --parameters '{"commands":["docker ps"]}'`, ['aws']],
    [`aws ssm send-command --targets a --parameters commands="docker ps"`, ['aws']],
    ["ansible all -i hosts -m ansible.builtin.shell -a 'docker ps'", ['ansible']],
    ["ansible all -a 'docker ps'", ['ansible']],
    ["ansible all -mshell -a'docker ps'", ['ansible']],
    ["ansible all -bm shell -ba 'docker ps'", ['ansible']],
    ["ansible all -b --args='docker ps'", ['ansible']],
    ["salt -G 'role:node' cmd.run 'docker ps' runas=root", ['salt']],
    ['clush -bw node[1-3] docker ps', ['clush']],
    ['pssh -h hosts -l root -i "docker ps"', ['pssh']],
    ['vagrant ssh node-1 -c "docker ps"', ['vagrant']],
    ['kubectl debug node/a -it --image=busybox -- chroot /host docker ps', ['kubectl', 'chroot']],
    ['oc debug node/a -- chroot /host docker ps', ['oc', 'chroot']],
    ['kubectl node-shell a -- docker ps', ['kubectl']],
    ['lxc exec node -- docker ps', ['lxc']],
    ['multipass exec node docker ps', ['multipass']],
    ['tsh ssh --cluster=a root@node docker ps', ['tsh']],
  ])('%s', (script, wrappers) => {
    const docker = read(script).filter(command => programName(command.words[0]?.text ?? '') === 'docker');
    expect(docker.map(command => [script.slice(command.start, command.end), command.wrappers])).toEqual([['docker ps', wrappers]]);
  });

  test('programs that only might run others are left alone', () => {
    expect(lines('retry 5 docker pull x')).toEqual(['retry 5 docker pull x']);
    expect(lines('command -v docker')).toEqual(['command -v docker']);
  });

  test.each([
    'gcloud compute ssh node-1',
    'gcloud container clusters list -- docker ps',
    'az vm start --scripts docker',
    "ansible all -m service -a 'name=docker'",
    "ansible all -m copy -a 'src=docker dest=/etc/docker'",
    "ansible all -mping -a'docker ps'",
    'kubectl exec deploy/runner -- docker ps',
    'kubectl get pods -- docker',
    'vagrant up docker',
    'aws ecs run-task --parameters commands=docker',
    'multipass exec node',
    "salt '*' service.restart",
    "salt '*' service.status docker",
    `salt '*' pkg.install pkgs='["docker-ce"]'`,
  ])('a client that runs nothing on a node: %s', script => {
    expect(read(script).map(command => [programName(command.words[0]?.text ?? ''), command.wrappers])).toEqual([[script.split(' ')[0], []]]);
  });

  test.each([
    ["ansible all -m service -a 'name=docker state=restarted'", 'systemctl restart docker'],
    ['ansible all -m ansible.builtin.systemd -a "name=docker enabled=yes"', 'systemctl enable docker'],
    ["ansible all -b -m yum -a 'name=docker-ce,kubelet state=present'", 'yum install -y docker-ce kubelet'],
    ["ansible all -m apt -a 'name=docker.io state=absent'", 'apt-get remove -y docker.io'],
  ])('a module of Ansible for services and packages is the command that it stands for: %s', (script, line) => {
    expect(lines(script)).toEqual([line]);
    expect(read(script)[0]?.wrappers).toEqual(['ansible']);
  });

  test.each([
    ["salt 'node*' service.restart docker", 'systemctl restart docker'],
    ['salt-call --local pkg.install docker-ce version=19.03', 'apt-get install -y docker-ce'],
  ])('so is a function of Salt: %s', (script, line) => {
    expect(lines(script)).toEqual([line]);
    expect(read(script)[0]?.wrappers).toEqual([script.split(' ')[0]]);
  });

  test('what find looks through is kept', () => {
    expect(lines('find /var/lib/docker -exec rm {} +')).toEqual(['find /var/lib/docker -exec rm {} +', 'rm {}']);
  });

  test('scripts from standard input are read', () => {
    expect(dockerTexts("bash <<'EOF'\ndocker a\nEOF\nssh host 'bash -s' <<EOF\ndocker b\nEOF\nsudo su <<EOF\ndocker c\nEOF")).toEqual([
      'docker a',
      'docker b',
      'docker c',
    ]);
    expect(dockerTexts("echo 'docker a' | sudo sh; bash <<< 'docker b'")).toEqual(['docker a', 'docker b']);
  });

  test('escapes in a quoted script do not move its places', () => {
    const script = 'sh -c "docker rm \\"a b\\" \\$(docker ps -q) | bash -c \\"docker kill x\\""';
    expect(dockerTexts(script)).toEqual(['docker rm \\"a b\\" \\$(docker ps -q)', 'docker ps -q', 'docker kill x']);
    expect(lines(script)).toContain(`docker rm a b ${UNRESOLVED}`);
  });
});

describe('words', () => {
  test('lose their quotes and escapes', () => {
    expect(lines(`\\docker "a b" 'c d' e\\ f g"h"'i' $'j\\tk'`)).toEqual(['docker a b c d e f ghi j\tk']);
  });

  test('a variable set once has its value, others have none', () => {
    expect(lines('D=/usr/bin/docker; $D ps $X "${Y}z"')).toEqual([`/usr/bin/docker ps ${UNRESOLVED} ${UNRESOLVED}z`]);
    expect(lines('BIN=/opt; D=$BIN/docker; ${D} ps')).toEqual(['/opt/docker ps']);
    expect(lines('D=docker; D=crictl; $D ps')).toEqual([`${UNRESOLVED} ps`]);
    expect(lines('read D; D=docker; $D ps')).toEqual([`read D`, `${UNRESOLVED} ps`]);
    expect(lines('D=docker crictl; $D ps')).toEqual(['crictl', `${UNRESOLVED} ps`]);
  });

  test('with sudo or without, it is the same command', () => {
    expect(lines('D=docker; [ -n "$ROOT" ] || D="sudo docker"; $D ps')).toContain('docker ps');
    expect(lines('D="sudo -E docker"; if a; then D=docker; fi; $D ps')).toContain('docker ps');
    expect(lines('D=docker; if a; then D="sudo crictl"; fi; $D ps')).toContain(`${UNRESOLVED} ps`);
  });

  test('defaults hold where nothing else is known', () => {
    expect(lines('${D:-docker} ps; : ${E:="docker"}; $E a')).toEqual(['docker ps', ': docker', 'docker a']);
    expect(lines('D=${D:-docker}; "$D" ps')).toEqual(['docker ps']);
  });

  test('a value of several words is split, an empty one vanishes', () => {
    expect(lines('C="docker run -d"; $C image; "$C" x')).toEqual(['docker run -d image', 'docker run -d x']);
    expect(lines('C=(docker run); "${C[@]}" image; S=""; $S docker ps')).toEqual(['docker run image', 'docker ps']);
  });

  test('an array is one word for each of its elements', () => {
    expect(lines('C=(ssh -o "ProxyCommand=ssh -W %h:%p gate" node "docker load -i a.tar"); "${C[@]}"')).toContain('docker load -i a.tar');
    expect(lines('O=(-a -b); C=(docker "${O[@]}" ps); "${C[@]}" x')).toEqual(['docker -a -b ps x']);
    expect(lines('C=(docker run); if a; then C+=(-v "$X"); fi; C+=(image); "${C[@]}"')).toContain(`docker run -v ${UNRESOLVED} image`);
    expect(lines('C=(docker ps); C=(crictl ps); C+=(-a); "${C[@]}"')).toEqual([UNRESOLVED]);
    expect(read('C=(docker "a b"); "${C[@]}"').flatMap(({ words }) => words.map(word => word.text))).toEqual(['docker', 'a b']);
  });

  test('the path of a looked-up program is the program', () => {
    expect(lines('D=$(command -v docker); $D ps; `which docker` rm')).toContain('docker ps');
  });

  test('have the place they are written at', () => {
    const script = 'X=1 sudo docker "ps" -a';
    const [command] = read(script);
    expect(command?.words.map(word => script.slice(word.start, word.end))).toEqual(['docker', '"ps"', '-a']);
    expect(command?.assignments.map(({ name, value }) => [name.text, value.text])).toEqual([['X', '1']]);
  });
});

describe('assignments', () => {
  test("stand before a command, among a wrapper's words, or alone", () => {
    const script = 'DOCKER_HOST=a docker ps; sudo DOCKER_HOST=b docker ps; export DOCKER_HOST="c" X; Y=d';
    expect(read(script).map(({ words, assignments }) => [words.length, assignments.map(({ name, value }) => `${name.text}=${value.text}`)])).toEqual([
      [2, ['DOCKER_HOST=a']],
      [2, ['DOCKER_HOST=b']],
      [0, ['DOCKER_HOST=c']],
      [0, ['Y=d']],
    ]);
  });

  test('on a line of their own do not swallow the next line', () => {
    const found = read('A=1 B=2\nexport C=3\nD=4 E=5\ndocker ps');
    expect(found.filter(({ words }) => words.length === 0).flatMap(({ assignments }) => assignments.map(({ name }) => name.text))).toEqual([
      'A',
      'B',
      'C',
      'D',
      'E',
    ]);
    expect(found.at(-1)?.assignments).toEqual([]);
  });
});

describe('programs and subcommands', () => {
  test.each([
    ['docker ps', 'docker', 'ps'],
    ['/usr/bin/docker -H unix:///x ps', 'docker', 'ps'],
    ['docker --tlsverify --context x images', 'docker', 'images'],
    ['docker --host=a version', 'docker', 'version'],
    ["'C:\\Program Files\\Docker\\docker.exe' info", 'docker', 'info'],
    ['docker compose up', 'docker', 'compose'],
    ['docker-compose -f x up', 'docker-compose', 'compose'],
    ['systemctl --no-block restart docker', 'systemctl', 'restart'],
    ['ctr -n k8s.io images ls', 'ctr', 'images'],
    ['docker', 'docker', undefined],
  ])('%s', (script, program, subcommand) => {
    const [command] = read(script);
    if (command === undefined) throw new Error('no command');
    const [name = '', ...args] = command.words.map(word => word.text);
    expect([programName(name), subcommandOf(programName(name), args)]).toEqual([program, subcommand]);
  });
});

describe('a variable that is run', () => {
  const guarded = (script: string): readonly (readonly [string, string | undefined])[] =>
    read(script)
      .filter(command => programName(command.words[0]?.text ?? '') === 'docker')
      .map(command => [script.slice(command.start, command.end), command.guard?.condition]);

  test.each([
    ['by itself', '$CHECK'],
    ['behind a program', 'until timeout 60 ${CHECK} > /dev/null; do sleep 1; done'],
    ['with more words', '${CHECK} -a'],
  ])('%s, is what each branch sets it to', (_, run) => {
    expect(guarded(`if [ "$R" = containerd ]; then CHECK="ctr c ls"; else CHECK="docker ps"; fi; ${run}`)).toEqual([
      ['docker ps', expect.stringContaining('containerd')],
    ]);
  });

  test.each([
    ['it is only shown', 'A="docker ps"; A="ctr c ls"; echo $A'],
    ['it is a part of a word', 'A="docker ps"; A="ctr c ls"; ${A}.sh'],
    ['it is one word', 'A=docker; A=ctr; $A'],
  ])('is not run where %s', (_, script) => {
    expect(guarded(script)).toEqual([]);
  });
});

describe('the variable of a loop', () => {
  const restarted = (script: string): readonly string[] => lines(script).filter(line => line.startsWith('systemctl'));

  test('is all of the words that it is in turn', () => {
    expect(restarted('for u in kubelet docker; do systemctl restart $u; systemctl enable "${u}"; done')).toEqual([
      'systemctl restart kubelet docker',
      'systemctl enable kubelet docker',
    ]);
  });

  test.each([
    ['two loops share it', 'for u in a b; do :; done; for u in docker; do systemctl restart $u; done'],
    ['the words are not known', 'for u in $UNITS; do systemctl restart $u; done'],
    ['it is part of a word', 'for u in a docker; do systemctl restart $u.service; done'],
  ])('is not known where %s', (_, script) => {
    expect(restarted(script).join()).not.toContain('docker');
  });
});
