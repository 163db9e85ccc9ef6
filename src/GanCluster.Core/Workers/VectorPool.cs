using System.Buffers;

namespace GanCluster.Core.Workers;

/// <summary>Vectors of one length, rented from the replica once and used again at every step.</summary>
internal sealed class VectorPool(IReplica replica, int length) : IDisposable
{
    private readonly List<IMemoryOwner<float>> _owned = [];
    private readonly Stack<Memory<float>> _free = new();

    public Memory<float> Take()
    {
        if (_free.TryPop(out var vector))
        {
            return vector;
        }

        var owner = replica.Rent(length);
        _owned.Add(owner);
        return owner.Memory;
    }

    public void Return(Memory<float> vector) => _free.Push(vector);

    public void Dispose()
    {
        _owned.ForEach(o => o.Dispose());
        _owned.Clear();
        _free.Clear();
    }
}
