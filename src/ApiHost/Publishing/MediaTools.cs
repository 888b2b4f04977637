using System.Diagnostics;
using System.Text;
using Microsoft.Extensions.Options;

namespace SocialSelling.Publishing;

/// <summary>
/// Runs <c>ffprobe</c> and <c>ffmpeg</c>, where this machine has them: without a shell, without our environment, and with limits on time, memory, processor and what may be written.
/// </summary>
internal sealed partial class MediaTools
{
    private const int MaxOutput = 256 * 1024, NoSpace = 256 - 28, Interrupted = 130, Killed = 137, Terminated = 143;
    private const long MaxMemory = 1_500_000_000;

    /// <summary>Room beside the file itself for what is written.</summary>
    private const long MaxOverhead = 64 * 1024 * 1024;
    private readonly TimeSpan timeout;
    private readonly TimeProvider clock;
    private readonly ILogger<MediaTools> logger;
    private readonly string? ffprobe, ffmpeg, prlimit;

    public MediaTools(IOptions<MediaOptions> options, TimeProvider clock, ILogger<MediaTools> logger)
    {
        (this.clock, this.logger, timeout) = (clock, logger, options.Value.ToolTimeout);
        var folders = options.Value.FfmpegFolder is { Length: > 0 } one ? [one] : Path();
        (ffprobe, ffmpeg, prlimit) = (Find("ffprobe", folders), Find("ffmpeg", folders), Find("prlimit", Path()));
        if (IsThere) LogThere(ffprobe!, prlimit is null ? "time" : "time, processor and memory");
        else LogNotThere();
    }

    /// <summary>Whether videos and recordings can be looked into.</summary>
    public bool IsThere => ffprobe is not null && ffmpeg is not null;

    /// <returns>What it printed; null when it could make nothing of the file, in time and within its limits.</returns>
    /// <exception cref="MediaStoreUnavailableException">It was not the file: the tool was ended from outside, or the disk is full.</exception>
    public Task<string?> Probe(IReadOnlyList<string> arguments, CancellationToken ct) => Run(ffprobe!, arguments, MaxOverhead, ct);

    /// <param name="size">Of the file that is worked on, in bytes.</param>
    /// <returns>False when it could make nothing of the file, in time and within its limits.</returns>
    /// <exception cref="MediaStoreUnavailableException">It was not the file: the tool was ended from outside, or the disk is full.</exception>
    public async Task<bool> Convert(IReadOnlyList<string> arguments, long size, CancellationToken ct) => await Run(ffmpeg!, ["-nostdin", .. arguments], size + MaxOverhead, ct) is not null;

    private async Task<string?> Run(string tool, IReadOnlyList<string> arguments, long mayWrite, CancellationToken ct)
    {
        var start = new ProcessStartInfo(prlimit ?? tool) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        // Our environment holds secrets.
        start.Environment.Clear();
        // The processor's limit is a soft one first: the hard one kills, and a kill is not the file's.
        if (prlimit is not null)
            foreach (var limit in (string[])[$"--as={MaxMemory}", $"--cpu={(int)timeout.TotalSeconds}:{(int)timeout.TotalSeconds + 10}", $"--fsize={mayWrite}", "--core=0", tool]) start.ArgumentList.Add(limit);
        foreach (var argument in arguments) start.ArgumentList.Add(argument);

        using var process = Process.Start(start)!;
        using var over = new CancellationTokenSource(timeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, over.Token);
        try
        {
            process.StandardInput.Close();
            var (output, errors) = (ReadSome(process.StandardOutput, either.Token), ReadSome(process.StandardError, either.Token));
            await process.WaitForExitAsync(either.Token);
            var said = await errors;
            if (IsOurTrouble(process.ExitCode, said)) throw new MediaStoreUnavailableException(new IOException($"{System.IO.Path.GetFileName(tool)} ended with {process.ExitCode}: {FirstLine(said)}"));
            if (process.ExitCode == 0) return await output;
            LogFailed(System.IO.Path.GetFileName(tool), process.ExitCode, FirstLine(said));
            return null;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            LogTooSlow(System.IO.Path.GetFileName(tool), timeout);
            return null;
        }
        finally
        {
            await End(process);
        }
    }

    /// <summary>Waits for it: it writes into a folder that goes next.</summary>
    private static async Task End(Process process)
    {
        if (process.HasExited) return;
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
    }

    /// <summary>
    /// Ended from outside (by hand, for want of memory, with the host), or without room on the disk, which some versions of the tools only say. All else follows from the file, and would follow
    /// again: a crash (139), too much of the processor (152), too much to write (153), and ffmpeg's own codes.
    /// </summary>
    internal static bool IsOurTrouble(int exitCode, string errors) => exitCode is Interrupted or Killed or Terminated or NoSpace || errors.Contains("No space left on device", StringComparison.Ordinal);

    /// <summary>Reads to the end, so that the tool never waits, and keeps the beginning.</summary>
    private static async Task<string> ReadSome(StreamReader reader, CancellationToken ct)
    {
        var kept = new StringBuilder();
        var buffer = new char[4096];
        for (int read; (read = await reader.ReadAsync(buffer, ct)) > 0;)
            if (kept.Length < MaxOutput) kept.Append(buffer, 0, read);
        return kept.ToString();
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim() is var line ? line[..Math.Min(line.Length, 200)] : "";

    private static string[] Path() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);

    private static string? Find(string name, string[] folders) => folders.Select(folder => System.IO.Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    [LoggerMessage(LogLevel.Information, "Videos and recordings are looked into with {Ffprobe}, limited in {Limits}")]
    private partial void LogThere(string ffprobe, string limits);

    [LoggerMessage(LogLevel.Information, "There is no ffprobe and ffmpeg here (PATH, Media__FfmpegFolder): videos and recordings are taken, but nobody looks into them")]
    private partial void LogNotThere();

    [LoggerMessage(LogLevel.Information, "{Tool} could not work on an upload and ended with {ExitCode}: {Why}")]
    private partial void LogFailed(string tool, int exitCode, string why);

    [LoggerMessage(LogLevel.Warning, "{Tool} worked on an upload for {Timeout} and was stopped")]
    private partial void LogTooSlow(string tool, TimeSpan timeout);
}
