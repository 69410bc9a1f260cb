// Scripts of Windows nodes: which commands, variables and files are in them, and where they stand.
import { describe, expect, test } from 'vitest';
import { readWindowsScript } from '../../src/readers/windows.ts';
import type { WindowsLanguage } from '../../src/readers/windows/unwrap.ts';

function lines(text: string, language: WindowsLanguage = 'powershell'): string[] {
  return readWindowsScript(text, language)
    .commands.filter(command => command.words.length > 0)
    .map(command => command.words.map(word => word.text).join(' '));
}

function settings(text: string, language: WindowsLanguage = 'powershell'): Record<string, string> {
  const all = readWindowsScript(text, language).commands.flatMap(command => command.assignments);
  return Object.fromEntries(all.map(({ name, value }) => [name.text, value.text]));
}

function files(text: string, language: WindowsLanguage = 'powershell'): (string | undefined)[][] {
  return readWindowsScript(text, language)
    .commands.flatMap(command => command.heredocs)
    .map(({ target, content }) => [target, content?.text]);
}

describe('PowerShell', () => {
  test.each([
    ['docker ps -q', ['docker ps -q']],
    ['Docker.EXE ps', ['docker.exe ps']],
    ['docker run `\n  --rm `\r\n  x', ['docker run --rm x']],
    ['& "C:\\Program Files\\docker\\docker.exe" info', ['C:\\Program Files\\docker\\docker.exe info']],
    ['$d = "C:\\docker.exe"\n& $d ps', ['C:\\docker.exe ps']],
    ['$ids = docker ps | Select-String x', ['docker ps', 'Select-String x']],
    ['if (Test-Path x) { docker a } else { docker b }', ['Test-Path x', 'docker a', 'docker b']],
    ['function Start-It\n{\n  docker a\n}', ['docker a']],
    ['foreach ($i in (docker ps)) { docker rm $i }', ['docker ps', 'docker rm \uFFFC']],
    ['Write-Host "x $(docker ps -q) y"', ['Write-Host x \uFFFC y', 'docker ps -q']],
    ["Write-Host '$(docker ps)' # docker a\n<# docker b #>", ['Write-Host $(docker ps)']],
    ['$a = @("ps", "-a")\ndocker @a', ['docker ps -a']],
    ['$p = @{\n  Name = "docker"\n  Force=$true }\nStop-Service @p', ['Stop-Service -Name docker -Force \uFFFC']],
    ['Invoke-Expression "docker info"', ['docker info']],
    ['$c = "kubelet --v=1"; iex $c', ['kubelet --v=1']],
    ['cmd /c "docker a && docker b"', ['docker a', 'docker b']],
    ['powershell -NoProfile -ExecutionPolicy Bypass -Command "docker a; docker b"', ['docker a', 'docker b']],
    ['Start-Process docker -ArgumentList "load","-i x" -Wait', ['docker load -i x']],
    ['New-Service -Name kubelet -BinaryPathName "C:\\k\\kubelet.exe --v=1"', ['C:\\k\\kubelet.exe --v=1']],
    ['$x = "docker ps"', []],
    ['"docker ps" | Out-Null', ['Out-Null']],
  ])('%j runs %j', (text, commands) => {
    expect(lines(text)).toEqual(commands);
  });

  test('a command stands where its program and its last argument do', () => {
    const text = 'if ($x) {\n  & "C:\\docker.exe" ps `\n    -q\n}';
    const [command] = readWindowsScript(text, 'powershell').commands;
    expect(text.slice(command?.start, command?.end)).toBe('"C:\\docker.exe" ps `\n    -q');
  });

  test('a command within a string of a string stands in the file', () => {
    const text = 'Invoke-Expression "cmd /c \'docker ps\'"';
    const [command] = readWindowsScript(text, 'powershell').commands;
    expect(text.slice(command?.start, command?.end)).toBe('docker ps');
  });

  test('variables of the environment are set in several ways', () => {
    const text = '$env:A = "1"\n[Environment]::SetEnvironmentVariable("B", "2", "Machine")\nsetx C 3\nparam([string]$D = "4")';
    expect(settings(text)).toEqual({ A: '1', B: '2', C: '3', D: '4' });
  });

  test.each([
    ['@\'\n{"a": 1}\n\'@ | Out-File -Encoding ascii C:\\d\\daemon.json', 'C:/d/daemon.json', '{"a": 1}'],
    ['Set-Content -Path daemon.json -Value @"\n{"a": 1}\n"@', 'daemon.json', '{"a": 1}'],
    ["$t = @'\nx\n'@\n$t | Set-Content a.txt", 'a.txt', 'x'],
    ['"x" > a.txt', 'a.txt', 'x'],
    ['[IO.File]::WriteAllText("a.txt", "x")', 'a.txt', 'x'],
    ["$t = @'\nx\n'@", undefined, 'x'],
    ["$t = 'a'\n$t += 'b'\nSet-Content -Path a.txt -Value $t", 'a.txt', 'a\nb'],
  ])('%j writes a file', (text, target, content) => {
    expect(files(text)).toEqual([[target, content]]);
  });

  test('what is run only where the runtime is Docker is guarded', () => {
    const text =
      'if ($r -eq "docker")\n{\n docker a\n} else { docker b }\nif ($r -eq "containerd") { docker c } else { docker d }\nswitch ($r) { "docker" { docker e } default { docker f } }';
    const guards = readWindowsScript(text, 'powershell').commands.map(command => [command.words[1]?.text, command.guard !== undefined]);
    expect(Object.fromEntries(guards)).toEqual({ a: true, b: false, c: false, d: true, e: true, f: false });
  });
});

test('a text of which a part is for Docker alone is guarded as a whole', () => {
  const text = "$t = 'a'\nif ($r -eq 'docker') { $t += 'docker ps' }\nSet-Content -Path a.ps1 -Value $t";
  const written = readWindowsScript(text, 'powershell').commands.find(command => command.heredocs.length > 0);
  expect(written?.guard).toMatchObject({ kind: 'runtime-branch', condition: "$r -eq 'docker'" });
});

describe('cmd', () => {
  test.each([
    ['@docker ps', ['docker ps']],
    ['docker run ^\r\n  --rm x', ['docker run --rm x']],
    ['rem docker a\n:: docker b\n:label docker c', []],
    ['docker a & docker b && docker c || docker d', ['docker a', 'docker b', 'docker c', 'docker d']],
    ['if exist x docker a', ['docker a']],
    ['if "%A%"=="b" (docker a) else (docker b)', ['docker a', 'docker b']],
    ['if not %A% == b docker a', ['docker a']],
    ['for /f "tokens=*" %%i in (\'docker ps -q\') do docker rm %%i', ['docker ps -q', 'docker rm \uFFFC']],
    ['set D=C:\\docker.exe\n%D% ps', ['C:\\docker.exe ps']],
    ['call docker a', ['docker a']],
    ['start "title" /wait docker a', ['docker a']],
    ['echo docker ps', ['echo docker ps']],
    ['powershell -Command "docker a; docker b"', ['docker a', 'docker b']],
  ])('%j runs %j', (text, commands) => {
    expect(lines(text, 'batch')).toEqual(commands);
  });

  test('sets variables and writes files', () => {
    const text = 'set A=1 2\nset "B=3"\necho {"a": "b"} > C:\\d\\daemon.json';
    expect(settings(text, 'batch')).toEqual({ A: '1 2', B: '3' });
    expect(files(text, 'batch')).toEqual([['C:/d/daemon.json', '{"a": "b"}']]);
  });
});

test('a script beyond the bound is read up to it, and that is told', () => {
  const text = `docker a\n${'#'.repeat(1_000_001)}\ndocker b`;
  const { commands, errors } = readWindowsScript(text, 'powershell');
  expect(commands).toHaveLength(1);
  expect(errors).toMatchObject([{ code: 'too-complex', offset: 1_000_000 }]);
});
