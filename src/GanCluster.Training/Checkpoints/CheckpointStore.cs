using System.Globalization;
using System.Text;
using GanCluster.Core;

namespace GanCluster.Training.Checkpoints;

/// <summary>A checkpoint that was passed over, and why, in one line.</summary>
public sealed record RefusedCheckpoint(string Folder, string Reason);

/// <summary>The newest whole checkpoint (null: there is none) and the newer ones that were refused, newest first.</summary>
public sealed record NewestCheckpoint(Checkpoint? Checkpoint, IReadOnlyList<RefusedCheckpoint> Refused);

/// <summary>
/// A run's <c>checkpoints/</c> folder: <c>step-00000300/</c> and so on. A checkpoint is written beside its place, flushed to
/// the disk and renamed, so a folder of that name is always a whole one; the newest <paramref name="keep"/> stay, and the newest
/// that is known to be healthy.
/// One writer at a time; readers may look on meanwhile.
/// </summary>
public sealed class CheckpointStore(string folder, int keep = 3)
{
    private const string StepPrefix = "step-";
    private const string LeftoverPrefix = ".partial-";

    private readonly int _keep = keep > 0 ? keep : throw new ArgumentOutOfRangeException(nameof(keep));

    /// <summary>Writes the checkpoint of <c>info.Step</c>; one of that step that is there already is replaced.</summary>
    /// <param name="healthy">The newest step whose version is known to be healthy: the newest checkpoint up to it stays, too.</param>
    /// <param name="keeps">Steps whose checkpoints stay as well.</param>
    /// <exception cref="IOException">
    /// It couldn't be written (disk full, read-only). Earlier checkpoints are untouched and nothing partial is left.
    /// </exception>
    public Checkpoint Save(
        CheckpointManifest info, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata,
        long? healthy = null, Func<long, bool>? keeps = null)
    {
        var place = Path.Combine(folder, StepPrefix + info.Step.ToString("D8", CultureInfo.InvariantCulture));
        try
        {
            Directory.CreateDirectory(folder);
            RemoveLeftovers();
            var partial = Leftover(place);
            try
            {
                var manifest = WriteFiles(partial, info, tensors, metadata);
                Publish(partial, place);
                RemoveOld(info.Step, healthy, keeps);
                return new Checkpoint(place, manifest);
            }
            finally
            {
                TryRemove(partial);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"the checkpoint '{place}' couldn't be written: {e.Message}", e);
        }
    }

    /// <summary>Looks from the newest checkpoint back for one whose files have the lengths and SHA-256 of its manifest.</summary>
    /// <exception cref="UserInputException">It comes upon one of another version's format.</exception>
    public NewestCheckpoint Newest()
    {
        var refused = new List<RefusedCheckpoint>();
        foreach (var (step, path) in Steps().OrderByDescending(s => s.Step))
        {
            try
            {
                return new NewestCheckpoint(Checkpoint.Verify(path, step), refused);
            }
            catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
            {
                refused.Add(new RefusedCheckpoint(path, e.Message));
            }
        }

        return new NewestCheckpoint(null, refused);
    }

    /// <summary>The steps that have a checkpoint, whole or not; newest first.</summary>
    public IReadOnlyList<long> Kept() => [.. Steps().Select(s => s.Step).OrderDescending()];

    /// <summary>Takes away the checkpoints after a step that a run has gone back to.</summary>
    /// <param name="isVoid">Whether one of that course is of before the roll-back.</param>
    public void RemoveAfter(long step, Func<int, bool> isVoid)
    {
        foreach (var (later, path) in Steps().Where(s => s.Step > step).ToList())
        {
            if (CourseOf(path, later) is { } course && isVoid(course))
            {
                TryRemove(path);
            }
        }
    }

    /// <summary>Null if the step has none.</summary>
    /// <exception cref="CheckpointException">It is damaged.</exception>
    /// <exception cref="UserInputException">It is of another version's format.</exception>
    public Checkpoint? At(long step) =>
        Steps().FirstOrDefault(s => s.Step == step) is { Path: { } path } ? Checkpoint.Verify(path, step) : null;

    /// <summary>
    /// Removes what a killed writer left. For the writer only, at its start: a reader would take away what is being written.
    /// </summary>
    public void RemoveLeftovers()
    {
        if (Directory.Exists(folder))
        {
            foreach (var path in Directory.GetDirectories(folder, LeftoverPrefix + "*"))
            {
                TryRemove(path);
            }
        }
    }

    /// <summary>Null of a damaged one, which is passed over by whoever comes upon it.</summary>
    private static int? CourseOf(string path, long step)
    {
        try
        {
            return Checkpoint.Verify(path, step).Manifest.Course;
        }
        catch (Exception e) when (e is CheckpointException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static CheckpointManifest WriteFiles(
        string partial, CheckpointManifest info, IReadOnlyList<NamedTensor> tensors, IReadOnlyDictionary<string, string> metadata)
    {
        Directory.CreateDirectory(partial);
        var model = Path.Combine(partial, Checkpoint.ModelFile);
        DurableFile.Write(model, stream => Safetensors.Write(stream, tensors, metadata));
        var manifest = info with
        {
            Format = CheckpointManifest.CurrentFormat,
            WeightsSha256 = WeightsHash.Of(tensors),
            Files = [new CheckpointFile(Checkpoint.ModelFile, new FileInfo(model).Length, Checkpoint.Sum(model))],
        };

        var path = Path.Combine(partial, Checkpoint.ManifestFile);
        DurableFile.Write(path, stream => stream.Write(manifest.ToJson()));
        var sum = $"{Checkpoint.Sum(path)}  {Checkpoint.ManifestFile}\n";
        DurableFile.Write(
            Path.Combine(partial, Checkpoint.ManifestSumFile), stream => stream.Write(Encoding.ASCII.GetBytes(sum)));
        DurableFile.FlushFolder(partial);
        return manifest;
    }

    private void Publish(string partial, string place)
    {
        var replaced = Leftover(place) + "-replaced";
        var replaces = Directory.Exists(place);
        if (replaces)
        {
            Directory.Move(place, replaced);
        }

        try
        {
            Directory.Move(partial, place);
        }
        catch (IOException) when (replaces)
        {
            Directory.Move(replaced, place);
            throw;
        }

        DurableFile.FlushFolder(folder);
        if (replaces)
        {
            TryRemove(replaced);
        }
    }

    /// <summary>
    /// Newer steps than the one just written stay and do not count: after a fall-back they are the damaged ones, and
    /// counting them would remove what was just written.
    /// </summary>
    private void RemoveOld(long written, long? healthy, Func<long, bool>? keeps)
    {
        var old = Steps().Where(s => s.Step <= written).OrderByDescending(s => s.Step).ToList();
        var kept = old.FirstOrDefault(s => s.Step <= healthy).Path;
        foreach (var (_, path) in old.Skip(_keep).Where(s => s.Path != kept && keeps?.Invoke(s.Step) != true))
        {
            TryRemove(path);
        }
    }

    private IEnumerable<(long Step, string Path)> Steps()
    {
        if (!Directory.Exists(folder))
        {
            yield break;
        }

        foreach (var path in Directory.GetDirectories(folder, StepPrefix + "*"))
        {
            var digits = Path.GetFileName(path.AsSpan())[StepPrefix.Length..];
            if (long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var step))
            {
                yield return (step, path);
            }
        }
    }

    private string Leftover(string place) => Path.Combine(folder, LeftoverPrefix + Path.GetFileName(place));

    /// <summary>A folder that can't be removed now is tried again at the next save; nothing reads it meanwhile.</summary>
    private void TryRemove(string path)
    {
        try
        {
            if (!Path.GetFileName(path).StartsWith(LeftoverPrefix, StringComparison.Ordinal))
            {
                // Under its own name, a folder half removed would look like a damaged checkpoint.
                var leftover = Leftover(path);
                Directory.Move(path, leftover);
                path = leftover;
            }

            if (Directory.Exists(path))
            {
                Directory.Delete(path, recursive: true);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Kept: see above.
        }
    }
}
