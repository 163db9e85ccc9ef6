using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;

#pragma warning disable IDE0130 // As in Akka.NET.
namespace Akka.Remote.Transport.DotNetty;

/// <summary>
/// TLS by objects in place of HOCON; <c>enable-ssl</c> still turns it on. The certificate must hold its private key.
/// </summary>
public sealed class DotNettySslSetup : Setup
{
    public DotNettySslSetup(X509Certificate2 certificate, bool suppressValidation)
        : this(certificate, suppressValidation, requireMutualAuthentication: true)
    {
    }

    public DotNettySslSetup(X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication)
        : this(certificate, suppressValidation, requireMutualAuthentication, validateCertificateHostname: false)
    {
    }

    public DotNettySslSetup(
        X509Certificate2 certificate, bool suppressValidation, bool requireMutualAuthentication, bool validateCertificateHostname)
        : this(certificate, suppressValidation, requireMutualAuthentication, validateCertificateHostname, customValidator: null)
    {
    }

    public DotNettySslSetup(
        X509Certificate2 certificate,
        bool suppressValidation,
        bool requireMutualAuthentication,
        bool validateCertificateHostname,
        CertificateValidationCallback? customValidator)
    {
        Certificate = certificate;
        SuppressValidation = suppressValidation;
        RequireMutualAuthentication = requireMutualAuthentication;
        ValidateCertificateHostname = validateCertificateHostname;
        CustomValidator = customValidator;
    }

    public X509Certificate2 Certificate { get; }

    public bool SuppressValidation { get; }

    public bool RequireMutualAuthentication { get; }

    public bool ValidateCertificateHostname { get; }

    public CertificateValidationCallback? CustomValidator { get; }
}
