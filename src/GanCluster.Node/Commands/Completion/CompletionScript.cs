using System.Text;

namespace GanCluster.Node.Commands.Completion;

/// <summary>What a shell reads to complete command lines of <c>gancluster</c>. It starts no process: what it knows is in it.</summary>
internal static class CompletionScript
{
    internal static readonly IReadOnlyList<string> Shells = ["bash", "zsh", "fish"];

    internal static string For(string shell, IReadOnlyList<CompletionEntry> table) => shell switch
    {
        "bash" => Bash(table),
        "zsh" => Zsh(table),
        _ => Fish(table),
    };

    private static string Bash(IReadOnlyList<CompletionEntry> table) => $$"""
        # bash completion for gancluster
        _gancluster() {
          local current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]} at= word i words= values=-
          for ((i = 1; i < COMP_CWORD; i++)); do
            word=${COMP_WORDS[i]}
            case "$at/$word" in
        {{Steps(table)}}
            esac
          done
          case "$at $before" in
        {{Values(table)}}
          esac
          if [[ $values != - ]]; then
            words=$values
          else
            case $at in
        {{Words(table)}}
            esac
          fi
          mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")
        }
        complete -o default -F _gancluster gancluster

        """;

    private static string Zsh(IReadOnlyList<CompletionEntry> table) => $$"""
        #compdef gancluster
        _gancluster() {
          local before=${words[CURRENT - 1]} at= word offered= values=-
          for word in ${words[2,CURRENT - 1]}; do
            case "$at/$word" in
        {{Steps(table)}}
            esac
          done
          case "$at $before" in
        {{Values(table)}}
          esac
          if [[ $values != - ]]; then
            offered=$values
          else
            case $at in
        {{Words(table).Replace("words=", "offered=", StringComparison.Ordinal)}}
            esac
          fi
          compadd -- ${=offered}
          _files
        }
        compdef _gancluster gancluster

        """;

    private static string Fish(IReadOnlyList<CompletionEntry> table)
    {
        var text = new StringBuilder("# fish completion for gancluster\n");
        foreach (var entry in table)
        {
            var condition = Condition(entry.Path, table);
            var plain = string.Join(' ', entry.Words.Where(word => !word.StartsWith('-')));
            text.Append(plain.Length > 0 ? $"complete -c gancluster -n '{condition}' -a '{plain}'\n" : "");
            foreach (var option in entry.Words.Where(word => word.StartsWith('-')))
            {
                var takes = entry.Options.FirstOrDefault(known => known.Name == option) is { Name: not null, Values: var values }
                    ? values.Count > 0 ? $" -x -a '{string.Join(' ', values)}'" : " -r"
                    : "";
                text.Append($"complete -c gancluster -n '{condition}' -l {option[2..]}{takes}\n");
            }
        }

        return text.ToString();
    }

    /// <summary>fish asks which words were seen, in any order: one that is a command below others as well has not to be below
    /// these.</summary>
    private static string Condition(string path, IReadOnlyList<CompletionEntry> table)
    {
        if (path.Length == 0)
        {
            return "__fish_use_subcommand";
        }

        var others = table.Where(entry => entry.Path.EndsWith($" {path}", StringComparison.Ordinal))
            .Select(entry => $"not __fish_seen_subcommand_from {entry.Path.Split(' ')[0]}");
        return string.Join("; and ", path.Split(' ').Select(word => $"__fish_seen_subcommand_from {word}").Concat(others));
    }

    /// <summary>From a command to one below it.</summary>
    private static string Steps(IReadOnlyList<CompletionEntry> table) => Lines(table.Where(entry => entry.Path.Length > 0).Select(entry =>
    {
        var last = entry.Path.LastIndexOf(' ');
        return $"\"{(last < 0 ? "" : entry.Path[..last])}/{entry.Path[(last + 1)..]}\") at=\"{entry.Path}\" ;;";
    }));

    private static string Values(IReadOnlyList<CompletionEntry> table) => Lines(table.SelectMany(entry => entry.Options.Select(option =>
        $"\"{entry.Path} {option.Name}\") values=\"{string.Join(' ', option.Values)}\" ;;")));

    private static string Words(IReadOnlyList<CompletionEntry> table) =>
        Lines(table.Select(entry => $"\"{entry.Path}\") words=\"{string.Join(' ', entry.Words)}\" ;;"));

    private static string Lines(IEnumerable<string> lines) => string.Join('\n', lines.Select(line => "      " + line));
}
