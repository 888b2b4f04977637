using System.ComponentModel.DataAnnotations;

namespace SocialSelling.Publishing;

/// <summary>Where media files live, and how they are reached from outside.</summary>
public sealed class MediaOptions
{
    public MediaStoreKind Store { get; set; }

    /// <summary>Folder of the disk store.</summary>
    public string Root { get; set; } = "";

    /// <summary>What the disk store's URLs for Meta start with.</summary>
    public string AppUrl { get; set; } = "http://localhost:4000";

    /// <summary>The disk store's signing key follows from it.</summary>
    [MinLength(32)]
    public string SigningSecret { get; set; } = "";

    /// <summary><c>host:port</c> of MinIO, as the hosts reach it.</summary>
    public string Endpoint { get; set; } = "";
    public string AccessKey { get; set; } = "";
    public string SecretKey { get; set; } = "";
    public string Bucket { get; set; } = "media";
    public bool UseSsl { get; set; }

    /// <summary>MinIO as browsers and Meta reach it; the endpoint itself when empty.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>How long Meta may fetch a file. Containers are made up to 15 minutes ahead and retried for hours.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "7.00:00:00")]
    public TimeSpan MetaUrlLife { get; set; } = TimeSpan.FromHours(24);

    /// <summary>How long a page may show a file before it asks again, at least.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan BrowserUrlLife { get; set; } = TimeSpan.FromHours(1);
}

public enum MediaStoreKind { Disk, Minio }
