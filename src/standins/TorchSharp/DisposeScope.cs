namespace TorchSharp;

/// <summary>Disposes with itself the tensors made on its thread while it was the innermost scope.</summary>
public sealed class DisposeScope : IDisposable
{
    private DisposeScopeManager? _manager;
    private HashSet<IDisposable> _disposables = new(ReferenceEqualityComparer.Instance);

    internal DisposeScope(DisposeScopeManager manager)
    {
        _manager = manager;
        OuterScope = manager.CurrentDisposeScope;
    }

    /// <summary>A copy, which does not follow later changes.</summary>
    public IReadOnlyList<IDisposable> DisposablesView
    {
        get
        {
            LiveManager();
            return [.. _disposables];
        }
    }

    public int DisposablesCount
    {
        get
        {
            LiveManager();
            return _disposables.Count;
        }
    }

    internal DisposeScope? OuterScope { get; set; }

    public bool Contains(IDisposable disposable) => _disposables.Contains(disposable);

    public T MoveToOuter<T>(T disposable)
        where T : IDisposable
    {
        MoveToOther(OuterScope, (IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    public (T1 first, T2 second) MoveToOuter<T1, T2>(T1 first, T2 second)
        where T1 : IDisposable
        where T2 : IDisposable
    {
        MoveToOuter((IEnumerable<IDisposable>)[first, second]);
        return (first, second);
    }

    public void MoveToOuter(params IDisposable[] disposables) => MoveToOuter((IEnumerable<IDisposable>)disposables);

    public void MoveToOuter(IEnumerable<IDisposable> disposables) => MoveToOther(OuterScope, disposables);

    public T MoveToOther<T>(DisposeScope? scope, T disposable)
        where T : IDisposable
    {
        MoveToOther(scope, (IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    public void MoveToOther(DisposeScope? scope, params IDisposable[] disposables) =>
        MoveToOther(scope, (IEnumerable<IDisposable>)disposables);

    /// <summary>Ignores what is not in this scope; without another scope the tensors are detached.</summary>
    public void MoveToOther(DisposeScope? scope, IEnumerable<IDisposable> disposables)
    {
        LiveManager();
        if (scope is null)
        {
            Detach(disposables);
            return;
        }

        foreach (var disposable in disposables)
        {
            if (_disposables.Contains(disposable))
            {
                scope.Add(disposable);
            }
        }
    }

    public T Detach<T>(T disposable)
        where T : IDisposable
    {
        Detach((IEnumerable<IDisposable>)[disposable]);
        return disposable;
    }

    public void Detach(params IDisposable[] disposables) => Detach((IEnumerable<IDisposable>)disposables);

    public void Detach(IEnumerable<IDisposable> disposables)
    {
        var manager = LiveManager();
        foreach (var disposable in disposables)
        {
            if (_disposables.Remove(disposable))
            {
                AsTensor(disposable).OwningDisposeScope = null;
                manager.StatisticsInstance.TensorStatistics.DetachedFromScopeCount++;
            }
        }
    }

    public void Attach(IDisposable disposable) => Attach((IEnumerable<IDisposable>)[disposable]);

    public void Attach(params IDisposable[] disposables) => Attach((IEnumerable<IDisposable>)disposables);

    public IReadOnlyList<IDisposable> Attach(IEnumerable<IDisposable> disposables)
    {
        var manager = LiveManager();
        var attached = disposables.ToList();
        manager.StatisticsInstance.TensorStatistics.AttachedToScopeCount += attached.Count(Add);
        return attached;
    }

    public void DisposeEverything() => DisposeEverythingBut((IEnumerable<IDisposable>)[]);

    /// <summary>What is kept stays in the scope.</summary>
    public void DisposeEverythingBut(IEnumerable<IDisposable> inKeep)
    {
        LiveManager();
        var all = _disposables;
        _disposables = new HashSet<IDisposable>(inKeep, ReferenceEqualityComparer.Instance);
        foreach (var disposable in all)
        {
            if (!_disposables.Contains(disposable))
            {
                disposable.Dispose();
            }
        }
    }

    public void DisposeEverythingBut(params IDisposable[] keep) => DisposeEverythingBut((IEnumerable<IDisposable>)keep);

    public T DisposeEverythingBut<T>(T keep)
        where T : IDisposable
    {
        DisposeEverythingBut((IEnumerable<IDisposable>)[keep]);
        return keep;
    }

    public void Dispose()
    {
        if (_manager is { } manager)
        {
            DisposeEverything();
            manager.Remove(this);
            _manager = null;
        }
    }

    public void MarkAsDisposed(IDisposable disposable)
    {
        LiveManager();
        _disposables.Remove(disposable);
        AsTensor(disposable).OwningDisposeScope = null;
    }

    internal void Register(torch.Tensor tensor) => _disposables.Add(tensor);

    private static torch.Tensor AsTensor(IDisposable disposable) =>
        disposable as torch.Tensor ?? throw new InvalidOperationException("DisposeScope can only manage Tensor");

    private bool Add(IDisposable disposable)
    {
        var tensor = AsTensor(disposable);
        if (tensor.OwningDisposeScope == this)
        {
            return false;
        }

        tensor.OwningDisposeScope?._disposables.Remove(tensor);
        tensor.OwningDisposeScope = this;
        return _disposables.Add(tensor);
    }

    private DisposeScopeManager LiveManager()
    {
        ObjectDisposedException.ThrowIf(_manager is null, this);
        return _manager;
    }
}
