using System.Collections.Immutable;

namespace GanCluster.Core.Workers;

/// <summary>
/// A version's tensors after <paramref name="Step"/> steps: <c>g.*</c>, <c>d.*</c>, <c>ema.*</c> and the optimizers' moments
/// <c>opt.g.m.*</c>, <c>opt.g.v.*</c>, <c>opt.d.m.*</c>, <c>opt.d.v.*</c>.
/// </summary>
/// <param name="Course">In which the steps after it are made.</param>
public sealed record VersionSnapshot(long Step, ImmutableArray<VersionTensor> Tensors, int Course = 0);

/// <param name="Values">Row-major.</param>
public sealed record VersionTensor(string Name, ImmutableArray<long> Shape, ReadOnlyMemory<float> Values);
