// The files that scripts write.
import { describe, expect, test } from 'vitest';
import { mapSpan } from '../../../src/model/segment-map.ts';
import { UNRESOLVED } from '../../../src/model/tree.ts';
import { files, read } from './reading.ts';

const JSON_TEXT = '{"a": 1}';

describe('the text and the file it goes to', () => {
  test.each([
    `cat <<EOF > /etc/docker/daemon.json\n${JSON_TEXT}\nEOF`,
    `cat > /etc/docker/daemon.json <<'EOF'\n${JSON_TEXT}\nEOF`,
    `tee /etc/docker/daemon.json <<"EOF"\n${JSON_TEXT}\nEOF`,
    `sudo tee -a /etc/docker/daemon.json << EOF >/dev/null\n${JSON_TEXT}\nEOF`,
    `cat <<EOF | sudo tee /etc/docker/daemon.json > /dev/null\n${JSON_TEXT}\nEOF`,
    `sudo bash -c 'cat > /etc/docker/daemon.json' <<EOF\n${JSON_TEXT}\nEOF`,
    `sudo sh -c 'cat <<EOF > /etc/docker/daemon.json\n${JSON_TEXT}\nEOF'`,
    `{ cat <<EOF\n${JSON_TEXT}\nEOF\n} > /etc/docker/daemon.json`,
    `F=/etc/docker/daemon.json\ncat <<EOF > $F\n${JSON_TEXT}\nEOF`,
    `cat <<EOF | sudo bash -c 'cat > /etc/docker/daemon.json'\n${JSON_TEXT}\nEOF`,
    `dd of=/etc/docker/daemon.json <<EOF\n${JSON_TEXT}\nEOF`,
    `cat <<EOF > /etc/docker/daemon.json && systemctl restart docker\n${JSON_TEXT}\nEOF`,
    `cat <<EOF > /etc/docker/daemon.json\r\n${JSON_TEXT}\r\nEOF\r\n`,
    `echo '${JSON_TEXT}' > /etc/docker/daemon.json`,
    `echo "{\\"a\\": 1}" | sudo tee /etc/docker/daemon.json`,
    `printf '{"a":\\x201}' | tee /etc/docker/daemon.json`,
    `printf '%s\\n' '${JSON_TEXT}' > /etc/docker/daemon.json`,
    `tee /etc/docker/daemon.json <<< '${JSON_TEXT}'`,
  ])('%s', script => {
    const [file, ...more] = files(script);
    expect([file?.target, file?.text.trim(), more]).toEqual(['/etc/docker/daemon.json', JSON_TEXT, []]);
  });

  test('a body is the exact text between, tabs of <<- included', () => {
    expect(files('cat <<-EOF\n\ta\n\t\tb\n\tEOF')).toEqual([{ target: undefined, text: '\ta\n\t\tb\n' }]);
    expect(files('cat <<EOF\nEOF')).toEqual([{ target: undefined, text: '' }]);
  });

  test('expansions are filled in unless the delimiter is quoted', () => {
    expect(files('R=/data\ncat <<EOF > f\n$R $X \\$Y\nEOF')).toEqual([{ target: 'f', text: `/data ${UNRESOLVED} $Y\n` }]);
    expect(files("R=/data\ncat <<'EOF' > f\n$R \\$Y\nEOF")).toEqual([{ target: 'f', text: '$R \\$Y\n' }]);
  });

  test('template parts stay as written', () => {
    expect(files('cat <<EOF > f\n{{ mirror }}\n{% if x %}\nEOF')).toEqual([{ target: 'f', text: '{{ mirror }}\n{% if x %}\n' }]);
  });

  test('where the text is not a slice of the script, its map tells the places', () => {
    const script = 'bash -c "cat <<EOF > f\n{\\"a\\": \\"\\$b\\"}\nEOF"';
    const content = read(script).flatMap(command => command.heredocs)[0]?.content;
    const at = content?.text.indexOf('a') ?? -1;
    expect(script.charAt(mapSpan(content?.map ?? [], at, at + 1).start)).toBe('a');
  });

  test('redirections of errors and of other commands do not count', () => {
    expect(files('echo x 2> f; echo y > /dev/null; ls > g; echo z | grep z > h')).toEqual([]);
    expect(files("echo 'a' && echo 'b' > f")).toEqual([{ target: 'f', text: 'b' }]);
  });
});
