using GanCluster.Core.Health;
using GanCluster.Ops.Tests.Setup;
using GanCluster.Telemetry;

namespace GanCluster.Ops.Tests.Browser;

/// <summary>The page as a browser shows it.</summary>
public sealed class LivePageSpecs
{
    private const string Chart = ".chart svg";
    private const string Line = "document.querySelector('.chart path.g').getAttribute('d')";
    private const string Connection = "document.getElementById('connection').textContent";

    [ToolFact("chromium", "chromium")]
    public async Task Charts_figures_and_health_follow_the_run_without_an_error()
    {
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.Commit();
        site.Commit();
        await chromium.Open(site.Page);
        await chromium.Until($"{Connection} === 'live' && {Line}.includes('L')");
        var before = await chromium.Read(Line);

        site.Commit();
        site.View.OnMeasured(15, [("modes", 8), ("live_modes", 7)]);
        site.View.OnHealth(new HealthVerdict(HealthCondition.Alarm, HealthCause.Collapse, "<i>few</i> modes", 15));

        await chromium.Until("document.getElementById('figures').textContent.includes('15 of 300')");
        await chromium.Until("document.getElementById('charts').textContent.includes('live 7')");
        Assert.NotEqual(before, await chromium.Read(Line));
        Assert.Equal("alarm, <i>few</i> modes", await chromium.Read(
            "document.getElementById('health-state').textContent + ', ' + document.getElementById('health-reason').textContent"));
        Assert.Equal("<b>ring8</b>", await chromium.Read("document.getElementById('name').textContent"));
        Assert.Equal("true", await chromium.Read("document.getElementById('still').hidden"));
        Assert.Empty(chromium.Troubles);
    }

    [ToolFact("chromium", "chromium")]
    public async Task Charts_are_zoomed_by_dragging_or_keys_and_read_by_the_cursor()
    {
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        for (var round = 0; round < 40; round++)
        {
            site.Commit();
        }

        await chromium.Open(site.Page);
        await chromium.Until($"{Line}.length > 100");
        var whole = await chromium.Read(Line);

        await chromium.Drag(Chart, 0.4, 0.6);
        await chromium.Until("!document.getElementById('reset').disabled");
        Assert.NotEqual(whole, await chromium.Read(Line));
        Assert.Matches("^step \\d+$", await chromium.Read("document.getElementById('cursor').textContent"));

        await chromium.Click(Chart, count: 2);
        await chromium.Until($"document.getElementById('reset').disabled && {Line} === '{whole}'");

        await chromium.Read($"document.querySelector('{Chart}').focus()");
        await chromium.Key("+");
        await chromium.Until("!document.getElementById('reset').disabled");
        await chromium.Key("Escape");
        await chromium.Until("document.getElementById('reset').disabled");

        await chromium.Read("document.getElementById('log').click()");
        await chromium.Until($"{Line} !== '{whole}'");
        Assert.Empty(chromium.Troubles);
    }

    [ToolFact("chromium", "chromium")]
    public async Task Other_runs_are_drawn_over_this_one_each_with_its_own_stroke_and_taken_away_again()
    {
        const string Drawn = "document.querySelectorAll('.chart path.d.past').length";
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.Commit();
        site.Commit();
        await chromium.Open(site.Page);
        await chromium.Until("document.querySelectorAll('#past option').length === 3");

        await chromium.Choose("past", "selectedIndex", 1, "change");
        await chromium.Until("document.querySelector('.chart path.d.past-1').getAttribute('d').includes('L')");
        await chromium.Choose("past", "selectedIndex", 1, "change");
        await chromium.Until("document.querySelector('.chart path.d.past-2').getAttribute('d').includes('L')");
        Assert.Equal("D 0.500,G 2,0001 D 0.500,0001 G 2,0002 D 0.500,0002 G 2", await chromium.Read(
            "[...document.querySelector('.chart').querySelectorAll('.legend')].map(legend => legend.textContent)"));
        Assert.Equal("one more", await chromium.Read("[...document.querySelectorAll('#past option')].map(option => option.text)"));

        await chromium.Click("#compared button");
        await chromium.Until($"{Drawn} === 1 && document.getElementById('compared').textContent.startsWith('0002-another')");
        await chromium.Click("#compared button");
        await chromium.Until($"document.querySelector('.chart path') && {Drawn} === 0");
        Assert.Empty(chromium.Troubles);
    }

    [ToolFact("chromium", "chromium")]
    public async Task A_round_s_parts_are_seen_by_worker_and_the_one_that_the_others_waited_for()
    {
        const string Name = "document.getElementById('round-name').textContent";
        const string Said = "document.getElementById('round-said').textContent";
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.Commit(0.25);
        await chromium.Open(site.Page);
        await chromium.Until($"{Name} === 'round 1, steps 1 to 5: 1 s'");
        Assert.Equal("worker-1 computed longest: the others waited for it.", await chromium.Read(Said));
        Assert.Equal("worker-1", await chromium.Read("document.querySelector('#round-workers tr.slow th').textContent"));
        Assert.Equal("worker-2,,0,0.250,0.750", await chromium.Read(
            "[...document.querySelectorAll('#round-workers tr')[1].children].map(cell => cell.textContent)"));
        Assert.Equal("0.25", await chromium.Read(
            "(b => (b.children[1].offsetWidth / b.offsetWidth).toFixed(2))(document.querySelectorAll('.bar')[1])"));

        site.Commit(1);
        await chromium.Until($"{Name} === 'round 2, steps 6 to 10: 1 s' && {Said} === ''");
        await chromium.Choose("round", "value", 0, "input");
        await chromium.Until($"{Name} === 'round 1, steps 1 to 5: 1 s'");
        site.Commit(1);
        await chromium.Until("document.getElementById('round').max === '2'");
        Assert.Equal("round 1, steps 1 to 5: 1 s", await chromium.Read(Name));
        Assert.Empty(chromium.Troubles);
    }

    [ToolFact("chromium", "chromium")]
    public async Task Samples_are_seen_through_time_and_one_is_enlarged_with_what_has_it_again()
    {
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.AddSamples(100);
        site.AddSamples(200);
        await chromium.Open(site.Page);
        await chromium.Until("(g => g.src.endsWith('/samples/200.png') && g.naturalWidth > 0)(document.getElementById('grid'))");

        await chromium.Click("#grid");
        await chromium.Until("document.getElementById('command').textContent === 'sample --step 200 --first 36'");
        await chromium.Choose("sample-step", "value", 0, "input");

        await chromium.Until("document.getElementById('command').textContent === 'sample --step 100 --first 36'");
        site.AddSamples(300);
        await chromium.Until("document.getElementById('sample-step').max === '2'");
        Assert.EndsWith("/samples/100.png", await chromium.Read("document.getElementById('grid').src"), StringComparison.Ordinal);
        Assert.Empty(chromium.Troubles);
    }

    [ToolFact("chromium", "chromium")]
    public async Task A_worker_is_told_to_leave_by_whoever_has_the_token_and_by_nobody_else()
    {
        const string Told = "document.getElementById('drained').textContent";
        const string Drain = "#workers button";
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.Commit();
        await chromium.Open(site.Page);
        await chromium.Until($"document.querySelector('{Drain}').offsetWidth > 0");

        await chromium.Click(Drain);
        await chromium.Until($"{Told}.includes('Authorization: Bearer')");
        await chromium.Read("document.getElementById('token').value = 'another'");
        await chromium.Click(Drain);
        await chromium.Until($"{Told} === 'this is not the run\\'s token'");
        Assert.Empty(site.Drained);
        Assert.Equal([RequestRefusal.NoToken, RequestRefusal.WrongToken], site.Refused.Order());
        Assert.Equal(2, chromium.Troubles.Count); // What the console says of 401 and 403.

        await chromium.Read($"document.getElementById('token').value = '{ShownSite.Token}'");
        await chromium.Click(Drain);
        await chromium.Until($"{Told}.includes('worker-1 leaves')");
        Assert.Equal(["worker-1"], site.Drained);
        Assert.Equal(2, chromium.Troubles.Count);
        Assert.Equal("", await chromium.Read("location.search + location.hash"));
    }

    [ToolFact("chromium", "chromium")]
    public async Task A_lost_site_is_told_and_followed_again_when_it_is_back_and_a_run_s_end_is_no_loss()
    {
        await using var chromium = await Chromium.Start();
        var port = 0;
        await using (var site = new ShownSite())
        {
            port = site.Port;
            site.Commit();
            await chromium.Open(site.Page);
            await chromium.Until($"{Connection} === 'live'");
        }

        await chromium.Until($"{Connection} === 'connection lost, trying again'");

        await using (var again = new ShownSite(port))
        {
            again.Commit();
            again.Commit();
            await chromium.Until($"{Connection} === 'live'");
            await chromium.Until("document.getElementById('figures').textContent.includes('10 of 300')");
            again.End();
            await chromium.Until("document.getElementById('stands').textContent === 'has ended'");
        }

        await chromium.Until($"{Connection} === 'its process is gone'");
        Assert.Equal("", await chromium.Read("document.getElementById('connection').className"));
    }

    [ToolTheory("chromium", "chromium")]
    [InlineData(1280, "light")]
    [InlineData(1280, "dark")]
    [InlineData(380, "light")]
    [InlineData(380, "dark")]
    public async Task Nothing_of_it_keeps_out_people_who_do_not_see_well_or_use_no_mouse(int width, string scheme)
    {
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        site.Commit(0.25);
        site.Commit(0.25);
        site.View.OnMeasured(10, [("modes", 8), ("live_modes", 7)]);
        site.View.OnHealth(new HealthVerdict(HealthCondition.Alarm, HealthCause.Collapse, "few modes", 10));
        site.AddSamples(10);
        await chromium.Show(width, scheme);
        await chromium.Open(site.Page);
        await chromium.Until($"{Connection} === 'live' && document.getElementById('grid').naturalWidth > 0");
        await chromium.Choose("past", "selectedIndex", 1, "change");
        await chromium.Until("document.querySelector('.chart path.past')");
        await chromium.Click("#grid");
        await chromium.Until("!document.getElementById('one').hidden");

        Assert.Equal("", await Axe.Findings(chromium));
        Assert.Equal("true", await chromium.Read("document.documentElement.scrollWidth <= innerWidth"));
    }

    [ToolFact("chromium", "chromium")]
    public async Task It_fits_a_narrow_window_in_light_and_in_dark_and_says_the_essentials_without_a_script()
    {
        await using var site = new ShownSite();
        await using var chromium = await Chromium.Start();
        for (var round = 0; round < 3; round++)
        {
            site.Commit();
        }

        site.AddSamples(10);
        await chromium.Show(380, "dark");
        await chromium.Open(site.Page);
        await chromium.Until($"{Connection} === 'live' && document.getElementById('grid').naturalWidth > 0");
        Assert.Equal("true", await chromium.Read("document.documentElement.scrollWidth <= innerWidth"));
        var dark = await chromium.Read("getComputedStyle(document.body).backgroundColor");
        await chromium.Show(380, "light");
        Assert.NotEqual(dark, await chromium.Read("getComputedStyle(document.body).backgroundColor"));

        await chromium.ForbidScripts();
        await chromium.Open(site.Page);

        await chromium.Until("document.readyState === 'complete' && document.body.innerText.includes('15 of 300')");
        Assert.Equal("false", await chromium.Read("document.getElementById('still').hidden"));
        Assert.Equal("true", await chromium.Read("document.getElementById('live').hidden"));
        Assert.Empty(chromium.Troubles);
    }
}
