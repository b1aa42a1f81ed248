using System.CommandLine;

namespace PoolTopology.CommandLine.Completion;

/// <summary><c>PROGRAM completion SHELL</c>: the script that makes a shell complete the program's command line.</summary>
public static class CompletionCommand
{
    /// <summary>The command, to be added to a program's root.</summary>
    /// <param name="program">The name that the program is installed under.</param>
    public static Command Create(string program)
    {
        Argument<string> shell = new("SHELL") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        Command command = new(
            "completion",
            $"Print a script that completes {program}'s command line. In bash: source <({program} completion bash)")
        {
            shell,
        };
        command.SetAction(parsed => parsed.InvocationConfiguration.Output.Write(
            CompletionScript.For(parsed.GetRequiredValue(shell), program)));
        return command;
    }
}
