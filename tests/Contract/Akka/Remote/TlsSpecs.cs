using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor;
using Akka.Event;
using Akka.Remote.Transport.DotNetty;

namespace GanCluster.Contract.Tests;

public class TlsSpecs : RemoteSpec
{
    private const string Tls = """
        akka.remote {
          retry-gate-closed-for = 300ms
          dot-netty.tcp.enable-ssl = on
        }
        """;

    private static readonly X509Certificate2 Ours = Certificate("ours");
    private static readonly X509Certificate2 Others = Certificate("others");

    [Fact]
    public async Task Two_that_hold_the_pinned_certificate_talk()
    {
        ActorSystem here = System(Tls, Pinned(Ours, Ours)), there = System(Tls, Pinned(Ours, Ours));
        Assert.Equal(new Note("secret"), await Ask(here, there));
    }

    [Fact]
    public async Task A_dialler_with_another_certificate_is_refused()
    {
        ActorSystem here = System(Tls, Pinned(Others, Ours)), there = System(Tls, Pinned(Ours, Ours));
        await ExpectRefused(here, there);
    }

    [Fact]
    public async Task A_dialler_refuses_another_certificate()
    {
        TaskCompletionSource refused = new(TaskCreationOptions.RunContinuationsAsynchronously);
        CertificateValidationCallback pinned = CertificateValidation.PinnedCertificate(Ours.Thumbprint);
        DotNettySslSetup watched = new(Ours, false, true, false, (shown, chain, peer, errors, log) =>
        {
            bool known = pinned(shown, chain, peer, errors, log);
            if (!known)
            {
                refused.TrySetResult();
            }
            return known;
        });
        ActorSystem here = System(Tls, watched), there = System(Tls, Pinned(Others, Ours));
        Heard receiver = new(there);

        Seen(here, receiver.Ref, there).Tell(new Note("secret"));

        await refused.Task.WaitAsync(Deadline);
        Assert.True(receiver.None<Note>());
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused_unless_validation_is_suppressed()
    {
        ActorSystem here = System(Tls, new DotNettySslSetup(Ours, false)), there = System(Tls, new DotNettySslSetup(Ours, false));
        await ExpectRefused(here, there);
        ActorSystem trusting = System(Tls, new DotNettySslSetup(Ours, true));
        ActorSystem other = System(Tls, new DotNettySslSetup(Others, true));
        Assert.Equal(new Note("secret"), await Ask(trusting, other));
    }

    [Fact]
    public async Task The_certificate_may_come_from_a_file()
    {
        string path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.pfx");
        try
        {
            await File.WriteAllBytesAsync(path, Ours.Export(X509ContentType.Pfx, "word"));
            string hocon = Tls + $$"""

                akka.remote.dot-netty.tcp.ssl {
                  suppress-validation = on
                  certificate { path = "{{path}}", password = "word" }
                }
                """;
            ActorSystem here = System(hocon), there = System(hocon);
            Assert.Equal(new Note("secret"), await Ask(here, there));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task A_system_without_tls_can_not_talk_to_one_with_it()
    {
        ActorSystem plain = System("akka.remote.retry-gate-closed-for = 300ms"), secure = System(Tls, Pinned(Ours, Ours));
        await ExpectRefused(plain, secure);
    }

    private static Task<Note> Ask(ActorSystem here, ActorSystem there) =>
        Seen(here, Echo(there), there).Ask<Note>(new Note("secret"), Deadline);

    /// <summary>The message ends as a dead letter where it was sent, and nobody has heard it.</summary>
    private static async Task ExpectRefused(ActorSystem here, ActorSystem there)
    {
        Heard dead = EventsOf<DeadLetter>(here), receiver = new(there);
        Seen(here, receiver.Ref, there).Tell(new Note("secret"));
        await dead.Until<DeadLetter>(letter => letter.Message is Note);
        Assert.True(receiver.None<Note>());
    }

    private static DotNettySslSetup Pinned(X509Certificate2 own, X509Certificate2 accepted) => new(
        own, suppressValidation: false, requireMutualAuthentication: true, validateCertificateHostname: false,
        CertificateValidation.PinnedCertificate(accepted.Thumbprint));

    private static X509Certificate2 Certificate(string name)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new($"CN={name}", key, HashAlgorithmName.SHA256);
        DateTimeOffset now = DateTimeOffset.UtcNow;
        using X509Certificate2 made = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null, X509KeyStorageFlags.Exportable);
    }
}
