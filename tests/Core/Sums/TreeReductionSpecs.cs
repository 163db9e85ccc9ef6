using GanCluster.Core.Sums;

namespace GanCluster.Core.Tests.Sums;

public class TreeReductionSpecs
{
    [Fact]
    public void Every_contiguous_partition_gives_the_bits_of_the_definition()
    {
        const int Length = 37;
        for (var replicas = 1; replicas <= 17; replicas++)
        {
            var contributions = new Contributions(replicas, Length, seed: replicas);
            var expected = contributions.Expected();
            Assert.Equal(expected, contributions.Accumulate(Enumerable.Range(0, replicas)).Single().Values.ToArray());
            foreach (var cuts in Partitions(replicas))
            {
                var nodes = Workers(replicas, cuts).SelectMany(owned => contributions.Accumulate(owned));
                AssertSameBits(expected, contributions.Combine([.. nodes]));
            }
        }
    }

    [Theory]
    [InlineData(300, 300)]
    [InlineData(300, 256)]
    [InlineData(300, 1)]
    [InlineData(9_000, 8_999)]
    public void So_it_does_where_the_tree_rounds_to_eight_bits(int length, int rounded)
    {
        for (var replicas = 1; replicas <= 7; replicas++)
        {
            var contributions = new Contributions(replicas, length, seed: replicas, rounded);
            var expected = contributions.Expected();
            foreach (var cuts in Partitions(replicas))
            {
                PartialSum[] nodes = [.. Workers(replicas, cuts).SelectMany(owned => contributions.Accumulate(owned))];
                AssertSameBits(expected, contributions.Combine(nodes));
                foreach (var segment in Segments.Of(contributions.Tree, length, 3))
                {
                    var (start, sum) = ((int)segment.Start, new float[segment.Length]);
                    PartialSum[] cut = [.. nodes.Select(n => n with { Values = n.Values.Slice(start, sum.Length) })];
                    TreeReduction.For(null, contributions.Tree, cut).Combine(cut, 0, sum, start);
                    AssertSameBits(expected[start..(start + sum.Length)], sum);
                }
            }
        }
    }

    [Fact]
    public void Workers_may_own_several_ranges_and_report_in_any_order()
    {
        var random = new Random(5);
        for (var trial = 0; trial < 300; trial++)
        {
            var replicas = random.Next(1, 40);
            var contributions = new Contributions(replicas, 3, trial);
            var nodes = Enumerable.Range(0, replicas).GroupBy(_ => random.Next(4))
                .SelectMany(owned => contributions.Accumulate(owned)).ToArray();
            random.Shuffle(nodes);

            AssertSameBits(contributions.Expected(), contributions.Combine(nodes));
        }
    }

    [Fact]
    public void A_node_may_go_by_its_own_name_where_an_ancestor_has_its_value()
    {
        var contributions = new Contributions(5, 3, seed: 7);
        var nodes = contributions.Accumulate(Enumerable.Range(0, 4)).ToList();
        nodes.Add(contributions.Accumulate([4]).Single() with { Node = TreeNode.Leaf(4) });

        AssertSameBits(contributions.Expected(), contributions.Combine(nodes));
    }

    [Fact]
    public void The_order_of_addition_matters_to_these_values()
    {
        var contributions = new Contributions(16, 1000, seed: 1);

        Assert.NotEqual(contributions.Expected(), contributions.AddedFromLeftToRight());
    }

    [Fact]
    public void A_segment_is_that_part_of_the_whole_and_the_inputs_stay_as_they_were()
    {
        var contributions = new Contributions(7, 20_000, seed: 2);
        int[][] workers = [[0, 1, 2], [3], [4, 5, 6]];
        var nodes = workers.SelectMany(owned => contributions.Accumulate(owned)).ToArray();
        var before = nodes.Select(node => node.Values.ToArray()).ToArray();
        var expected = contributions.Expected();

        foreach (var segment in Segments.Split(20_000, 3))
        {
            var sum = new float[segment.Length];
            TreeReduction.Combine(contributions.Tree, nodes, (int)segment.Start, sum);
            AssertSameBits(expected[(int)segment.Start..(int)segment.End], sum);
        }

        Assert.Equal(before, nodes.Select(node => node.Values.ToArray()));
    }

    [Fact]
    public void What_is_missing_or_comes_twice_is_named()
    {
        var contributions = new Contributions(7, 4, seed: 3);
        var (first, middle, last) =
            (contributions.Accumulate([0, 1, 2]), contributions.Accumulate([3, 4]), contributions.Accumulate([5, 6]));

        AssertRefused("replicas 3..4 are missing", [.. first, .. last]);
        AssertRefused("replicas 5..6 are missing", [.. first, .. middle]);
        AssertRefused("replicas 0..1 are missing", [.. first[1..], .. middle, .. last]);
        AssertRefused("replicas 3 come more than once", [.. first, .. middle, .. last, .. contributions.Accumulate([3])]);
        AssertRefused("replicas 0..6 are missing", []);
        AssertRefused("replicas 3 are missing", [.. first, .. contributions.Accumulate([4, 5, 6])]);
        AssertRefused("replicas 6 are missing", [.. first, .. middle, .. contributions.Accumulate([5])]);
        AssertRefused(
            "replicas 1 come more than once", [.. contributions.Accumulate([0, 1, 2, 3]), .. contributions.Accumulate([1])]);

        void AssertRefused(string message, PartialSum[] nodes) =>
            Assert.Contains(message, Assert.Throws<InvalidOperationException>(() => contributions.Combine(nodes)).Message);
    }

    [Fact]
    public void A_plan_serves_every_vector_of_the_same_nodes_and_no_other()
    {
        var (small, large) = (new Contributions(7, 4, seed: 4), new Contributions(7, 10_000, seed: 5));
        PartialSum[] Nodes(Contributions of) => [.. of.Accumulate([5, 6]), .. of.Accumulate([0, 1, 2]), .. of.Accumulate([3, 4])];
        var plan = TreeReduction.For(null, small.Tree, Nodes(small));

        Assert.Same(plan, TreeReduction.For(plan, new ReductionTree(7), Nodes(large)));
        var sum = new float[10_000];
        plan.Combine(Nodes(large), 0, sum);
        AssertSameBits(large.Expected(), sum);

        PartialSum[] whole = [.. large.Accumulate(Enumerable.Range(0, 7))];
        PartialSum[] reversed = [.. Nodes(large).Reverse()];
        PartialSum[] eight = [.. new Contributions(8, 4, seed: 6).Accumulate(Enumerable.Range(0, 8))];
        Assert.NotSame(plan, TreeReduction.For(plan, large.Tree, whole));
        Assert.NotSame(plan, TreeReduction.For(plan, large.Tree, reversed));
        Assert.Throws<ArgumentException>(() => plan.Combine(whole, 0, sum));
        Assert.Throws<ArgumentException>(() => plan.Combine(reversed, 0, sum));
        Assert.Throws<ArgumentException>(() => plan.Combine([.. Nodes(large), .. whole], 0, sum));

        // The root of seven replicas and that of eight have the same name, and their trees different ones.
        var root = TreeReduction.For(null, large.Tree, whole);
        Assert.Equal(whole[0].Node, eight[0].Node);
        Assert.NotSame(root, TreeReduction.For(root, new ReductionTree(8), eight));
    }

    // Bit i of a pattern cuts after replica i: all patterns up to 10 replicas, 600 drawn ones above.
    private static IEnumerable<int> Partitions(int replicas)
    {
        var patterns = 1 << (replicas - 1);
        var random = new Random(replicas);
        return patterns <= 512 ? Enumerable.Range(0, patterns) : Enumerable.Range(0, 600).Select(_ => random.Next(patterns));
    }

    private static IEnumerable<IEnumerable<int>> Workers(int replicas, int cuts)
    {
        var first = 0;
        for (var replica = 0; replica < replicas; replica++)
        {
            if (replica == replicas - 1 || (cuts >> replica & 1) == 1)
            {
                yield return Enumerable.Range(first, replica + 1 - first);
                first = replica + 1;
            }
        }
    }

    private static void AssertSameBits(float[] expected, float[] actual) =>
        Assert.Equal(expected.Select(BitConverter.SingleToInt32Bits), actual.Select(BitConverter.SingleToInt32Bits));
}
