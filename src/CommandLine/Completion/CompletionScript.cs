namespace PoolTopology.CommandLine.Completion;

/// <summary>The script that makes a shell complete a program's command line.</summary>
/// <remarks>
/// The shell asks the program itself, through System.CommandLine's <c>[suggest]</c> directive: a script never goes out of
/// date, and what only the program knows (names in a topology.yaml) is completed too. Where the program has nothing to
/// suggest, the shell completes file names.
/// </remarks>
internal static class CompletionScript
{
    private const string Bash =
        """
        # Completes PROGRAM in bash.
        FUNCTION() {
          local point=$COMP_POINT line=$COMP_LINE word suggestion
          word=${COMP_WORDS[COMP_CWORD]}
          COMPREPLY=()
          while IFS= read -r suggestion; do
            [[ $suggestion == "$word"* && $suggestion != [-/][?] && $suggestion != /h ]] && COMPREPLY+=("$suggestion")
          done < <("${COMP_WORDS[0]}" "[suggest:$point]" "$line" 2>/dev/null)
        }
        complete -o default -F FUNCTION PROGRAM

        """;

    private const string Zsh =
        """
        #compdef PROGRAM
        # Completes PROGRAM in zsh.
        FUNCTION() {
          local -a suggestions
          suggestions=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          suggestions=(${suggestions:#(/h|[-/][?])})
          if (( ${#suggestions} )); then compadd -a suggestions || _files; else _files; fi
        }
        if [ "$funcstack[1]" = FUNCTION ]; then FUNCTION "$@"; else compdef FUNCTION PROGRAM; fi

        """;

    private const string Fish =
        """
        # Completes PROGRAM in fish.
        function FUNCTION
          set -l line (commandline -cp)
          set -l program (commandline -opc)[1]
          set -l suggestions ($program "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -v -r '^(/h|[-/][?])$')
          if test (count $suggestions) -gt 0
            printf '%s\n' $suggestions
          else
            __fish_complete_path (commandline -ct)
          end
        end
        complete -c PROGRAM -f -a '(FUNCTION)'

        """;

    /// <summary>The shells that there is a script for, as a user names them.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish"];

    /// <summary>The script for a program, or null for an unknown shell.</summary>
    public static string? For(string shell, string program)
    {
        string? script = shell switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => null };
        string function = shell == "fish" ? "__complete_" : "_";
        return script?
            .Replace("FUNCTION", function + program.Replace('-', '_'), StringComparison.Ordinal)
            .Replace("PROGRAM", program, StringComparison.Ordinal);
    }
}
