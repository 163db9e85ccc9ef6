using GanCluster.Training.Devices;
using GanCluster.Training.Replicas;
using static TorchSharp.torch;

namespace GanCluster.Training.Tests.Replicas;

public class DiffAugmentationSpecs
{
    private const int Count = 40;
    private const int Size = 16;

    [Fact]
    public void Translation_moves_an_image_by_up_to_an_eighth_and_fills_with_zeros()
    {
        var images = Images();
        var moved = Values(new DiffAugmentation("translation", 1, HostMemory.Instance).Apply(images, Augmented.FakeForGenerator, 0));
        var source = Values(images);
        var shifts = Enumerable.Range(0, Count).Select(i => Shift(source, moved, i)).ToList();
        Assert.Equal(Enumerable.Range(-2, 5), shifts.Select(s => s.Down).Distinct().Order());
        Assert.Equal(Enumerable.Range(-2, 5), shifts.Select(s => s.Right).Distinct().Order());
        Assert.Contains(shifts, s => s.Down > 0 && s.Right < 0);
        Assert.Contains(shifts, s => s.Down < 0 && s.Right > 0);
    }

    [Fact]
    public void Cutout_clears_a_square_of_half_the_size_around_any_pixel()
    {
        var cut = Values(new DiffAugmentation("cutout", 1, HostMemory.Instance).Apply(Images(), Augmented.FakeForGenerator, 0));
        var cleared = Enumerable.Range(0, Count)
            .Select(i => cut.Skip(i * Size * Size).Take(Size * Size).Count(value => value == 0)).ToList();
        Assert.All(cleared, n => Assert.InRange(n, Size * Size / 16, Size * Size / 4));
        Assert.Contains(Size * Size / 4, cleared);
        Assert.True(cleared.Distinct().Count() > 5);
    }

    [Fact]
    public void Cutout_reaches_half_its_length_beyond_every_side_and_each_way_by_a_draw_of_its_own()
    {
        const int Many = 600;
        var cut = Values(new DiffAugmentation("cutout", 1, HostMemory.Instance).Apply(ones(Many, 1, Size, Size), Augmented.FakeForGenerator, 0));
        var squares = Enumerable.Range(0, Many).Select(image =>
        {
            var cleared = Enumerable.Range(0, Size * Size).Where(p => cut[(image * Size * Size) + p] == 0).ToList();
            var (rows, columns) = (cleared.Select(p => p / Size).ToList(), cleared.Select(p => p % Size).ToList());
            Assert.Equal((rows.Max() - rows.Min() + 1) * (columns.Max() - columns.Min() + 1), cleared.Count);
            return (Top: rows.Min(), Bottom: rows.Max(), Left: columns.Min(), Right: columns.Max());
        }).ToList();
        Assert.Equal((Size / 4) - 1, squares.Min(s => s.Bottom));
        Assert.Equal(Size - (Size / 4), squares.Max(s => s.Top));
        Assert.Equal((Size / 4) - 1, squares.Min(s => s.Right));
        Assert.Equal(Size - (Size / 4), squares.Max(s => s.Left));
        Assert.Contains(squares, s => s.Bottom < Size / 2 && s.Left > Size / 2);
        Assert.Contains(squares, s => s.Right < Size / 2 && s.Top > Size / 2);
    }

    [Fact]
    public void Colour_changes_the_saturation_of_colour_images_from_none_to_twice_and_by_position()
    {
        var images = Tensors.Wave([Count, 3, 4, 4]);
        var changed = new DiffAugmentation("color", 1, HostMemory.Instance).Apply(images, Augmented.FakeForGenerator, 8);
        var colours = (Of(changed) / Of(images)).data<float>().ToArray();

        // The contrast, which multiplies colours as well, is what the greys have been multiplied by.
        var contrast = (Greys(changed) / Greys(images)).data<float>().ToArray();
        double[] saturation = [.. colours.Zip(contrast, (both, alone) => both / alone)];
        Assert.All(saturation, s => Assert.InRange(s, 0, 2.001));
        Assert.InRange(saturation.Average(), 0.8, 1.2);
        Assert.True(saturation.Min() < 0.2 && saturation.Max() > 1.8);
        var later = new DiffAugmentation("color", 1, HostMemory.Instance).Apply(images[1..], Augmented.FakeForGenerator, 9);
        Assert.Equal(Tensors.Floats(changed[1..]), Tensors.Floats(later));

        static Tensor Of(Tensor x) => (x - x.mean([1], keepdim: true)).abs().mean([1, 2, 3]);

        static Tensor Greys(Tensor x) => (x.mean([1], keepdim: true) - x.mean([1, 2, 3], keepdim: true)).abs().mean([1, 2, 3]);
    }

    [Fact]
    public void Colour_changes_brightness_and_contrast_of_each_image_by_up_to_half()
    {
        var images = Images();
        var changed = new DiffAugmentation("color", 1, HostMemory.Instance).Apply(images, Augmented.FakeForGenerator, 0);
        var brighter = Values(changed.mean([1, 2, 3]) - images.mean([1, 2, 3]));
        var contrast = Values(changed.var([1, 2, 3]).sqrt() / images.var([1, 2, 3]).sqrt());
        Assert.All(brighter, b => Assert.InRange(b, -0.5, 0.5));
        Assert.All(contrast, c => Assert.InRange(c, 0.5, 1.5));
        Assert.True(brighter.Min() < -0.3 && brighter.Max() > 0.3 && contrast.Min() < 0.7 && contrast.Max() > 1.3);
    }

    [Fact]
    public void An_image_is_changed_by_its_position_whatever_batch_it_comes_in()
    {
        var augmentation = new DiffAugmentation("color,translation,cutout", 1, HostMemory.Instance);
        var all = Values(augmentation.Apply(Images(), Augmented.RealForDiscriminator, 100));
        var one = Values(augmentation.Apply(Images().narrow(0, 7, 1), Augmented.RealForDiscriminator, 107));
        Assert.Equal(all[(7 * Size * Size)..(8 * Size * Size)], one);
    }

    [Fact]
    public void Each_purpose_and_each_seed_has_draws_of_its_own_and_no_policy_none()
    {
        var results = Enum.GetValues<Augmented>()
            .Select(which => (Seed: 1UL, Which: which)).Append((Seed: 2UL, Which: Augmented.RealForDiscriminator))
            .Select(pair => Values(new DiffAugmentation("translation", pair.Seed, HostMemory.Instance).Apply(Images(), pair.Which, 0))).ToList();
        for (var i = 0; i < results.Count; i++)
        {
            Assert.All(results.Skip(i + 1), other => Assert.NotEqual(results[i], other));
        }

        Assert.Equal(Values(Images()), Values(new DiffAugmentation("none", 1, HostMemory.Instance).Apply(Images(), Augmented.FakeForGenerator, 0)));
    }

    [Fact]
    public void Gradients_pass_to_the_pixels_that_are_left_and_to_no_other()
    {
        var images = Images().requires_grad_();
        var changed = new DiffAugmentation("translation,cutout", 1, HostMemory.Instance).Apply(images, Augmented.FakeForGenerator, 0);
        var gradient = Values(autograd.grad([changed.sum()], [images])[0]);
        Assert.Equal(Values(changed).Count(value => value != 0), gradient.Count(value => value == 1));
        Assert.Equal(gradient.Length, gradient.Count(value => value is 0 or 1));
    }

    private static (int Down, int Right) Shift(float[] source, float[] moved, int image)
    {
        var found = from down in Enumerable.Range(-3, 7)
                    from right in Enumerable.Range(-3, 7)
                    where Enumerable.Range(0, Size * Size).All(p => moved[Place(p / Size, p % Size)] == From(p, down, right))
                    select (down, right);
        return Assert.Single(found);

        float From(int p, int down, int right)
        {
            var (y, x) = ((p / Size) - down, (p % Size) - right);
            return y is >= 0 and < Size && x is >= 0 and < Size ? source[Place(y, x)] : 0;
        }

        int Place(int y, int x) => (((image * Size) + y) * Size) + x;
    }

    /// <summary>No pixel is 0 and no two rows are alike.</summary>
    private static Tensor Images() => arange(1, (Count * Size * Size) + 1, ScalarType.Float32).sin().view(Count, 1, Size, Size);

    private static float[] Values(Tensor t) => t.detach().contiguous().data<float>().ToArray();
}
