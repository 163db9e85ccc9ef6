namespace GanCluster.Core.Terms;

/// <summary>Who acts as the run's coordinator: a pure function of the clock, the state and the options.</summary>
public static class TermRules
{
    private const int MostDoublings = 3;

    /// <summary>Unanswered for so many times the answer's timeout, a candidate asks for another office: who holds what it lacks may
    /// be gone.</summary>
    private const int Patience = 10;

    public static TermDecision Decide(TimeSpan now, TermState state, TermOptions options)
    {
        if (state.Phase > TermPhase.Asking && state.Known > state.Office)
        {
            return new TermDecision.StepDown($"office {state.Known} was promised, and this is {state.Office}");
        }

        return state.Phase switch
        {
            TermPhase.StandsBy => DecideIdle(now, state, options),
            _ when !state.IsProposed => new TermDecision.StepDown("another coordinator acts"),
            TermPhase.Asking => DecideAsking(now, state, options),
            TermPhase.Adopting => DecideAdopting(now, state, options),
            TermPhase.Confirming => DecideWritten(now, state, options, new TermDecision.Act($"office {state.Office} is confirmed")),
            _ => DecideWritten(now, state, options, new TermDecision.Commit("a majority has written it")),
        };
    }

    private static TermDecision DecideIdle(TimeSpan now, TermState state, TermOptions options)
    {
        if (!state.IsProposed)
        {
            return new TermDecision.Wait("another coordinator acts");
        }

        var until = state.Tries == 0 ? now : state.SentAt + Backoff(state, options);
        return now < until
            ? new TermDecision.Wait($"office {state.Known} may be another's", until)
            : AskNext("nobody is known to act", state, options);
    }

    private static TimeSpan Backoff(TermState state, TermOptions options) =>
        options.Backoff * (1 << Math.Min(state.Tries, MostDoublings)) * (1 + options.Spread);

    private static TermDecision DecideAsking(TimeSpan now, TermState state, TermOptions options)
    {
        var granted = state.Grants.Count;
        if (granted >= options.Majority && state.Grants.ContainsKey(options.Self))
        {
            return new TermDecision.Adopt($"{granted} of {options.List.Length} grant office {state.Office}");
        }

        if (state.IsDue && granted >= options.Majority - 1)
        {
            return new TermDecision.Ask($"{granted} others grant office {state.Office}", state.Office, [options.Self]);
        }

        var until = state.SentAt + options.AnswerTimeout + Backoff(state, options);
        return now < until
            ? new TermDecision.Wait($"{granted} of {options.List.Length} grant office {state.Office}", until)
            : AskNext($"office {state.Office} was not granted in time", state, options);
    }

    /// <summary>Others first: one that nobody hears promises itself nothing, and disturbs nobody when it comes back.</summary>
    private static TermDecision.Ask AskNext(string reason, TermState state, TermOptions options)
    {
        var office = Math.Max(state.Known, state.Office) + 1;
        return new TermDecision.Ask(reason, office, options.List.Length == 1 ? options.List : [.. options.Others]);
    }

    private static TermDecision DecideAdopting(TimeSpan now, TermState state, TermOptions options)
    {
        var (holder, best) = state.Best;
        if (best is null || best.Tells(state.Newest))
        {
            return new TermDecision.Confirm($"row {best?.Place ?? 0} is the newest that a majority shows");
        }

        if (now - state.Since >= options.AnswerTimeout * Patience)
        {
            return AskNext($"{holder} does not tell what it has", state, options);
        }

        var until = state.SentAt + options.AnswerTimeout;
        if (!state.IsDue && now < until)
        {
            return new TermDecision.Wait($"{holder} has row {best.Place}", until);
        }

        var place = state.Newest?.Place + 1 ?? 0;
        return state.Told is { } told
            ? new TermDecision.Copy($"{holder} told row {told.Place}", told, state.Newest)
            : new TermDecision.Read($"{holder} has row {best.Place}", holder, place);
    }

    /// <summary>Whoever has not written the newest row is told it again and again: that is how a journal that was away catches up.
    /// All are asked now and then whether the office still stands, for who can't commit would not learn of it otherwise.</summary>
    private static TermDecision DecideWritten(
        TimeSpan now, TermState state, TermOptions options, TermDecision done)
    {
        if (state.IsPending && state.Written.Count >= options.Majority)
        {
            return done;
        }

        var allHave = state.Written.Count == options.List.Length;
        var until = state.SentAt + (allHave ? options.AskEvery : options.AnswerTimeout);
        if (options.List.Length == 1 && allHave)
        {
            return new TermDecision.Wait("its own journal has the newest row, and there is no other");
        }

        if (state.IsDue || now >= until)
        {
            return new TermDecision.Write(
                $"row {state.Newest?.Place ?? 0} in office {state.Office}",
                allHave ? options.List : [.. options.List.Where(c => !state.Written.Contains(c))]);
        }

        return state.Wants.Count > 0
            ? new TermDecision.Write("journals that lack rows", [.. state.Wants.Keys])
            : new TermDecision.Wait($"{state.Written.Count} of {options.List.Length} journals have written the newest row", until);
    }
}
