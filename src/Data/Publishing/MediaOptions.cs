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

    /// <summary>How long a file may be sent to the store past the API, and how long one that is on its way stays when nobody finishes it.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "1.00:00:00")]
    public TimeSpan UploadLife { get; set; } = TimeSpan.FromHours(1);

    /// <summary>How often each silo looks for files that are to be taken out of the store; a third of it more at most, so that silos do not look together.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan RemovalInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Where files lie while they are being taken in. Needs room for what is uploaded at the same time.</summary>
    public string SpoolFolder { get; set; } = "";

    /// <summary>The same where nobody has said where.</summary>
    public string Spool => this switch
    {
        { SpoolFolder: { Length: > 0 } named } => named,
        { Store: MediaStoreKind.Disk, Root: var media } => Path.Combine(media, ".spool"),
        _ => Path.Combine(Path.GetTempPath(), "social-selling-spool"),
    };

    /// <summary>Largest picture that is taken; 1 MB is 1,048,576 bytes. What Instagram gets is made smaller than 8 MB.</summary>
    [Range(1, 100)]
    public int MaxImageMegaBytes { get; set; } = 25;

    /// <summary>Largest video that is taken: Instagram's own limit for a reel.</summary>
    [Range(1, 1024)]
    public int MaxVideoMegaBytes { get; set; } = 300;

    /// <summary>Largest recording that is taken: Instagram's own limit in messages.</summary>
    [Range(1, 100)]
    public int MaxAudioMegaBytes { get; set; } = 25;

    /// <summary>What the files of one workspace may take in the store; 0 for no limit.</summary>
    [Range(0, 1_000_000)]
    public int WorkspaceGigaBytes { get; set; }

    /// <summary>Where <c>ffprobe</c> and <c>ffmpeg</c> lie; the folders of PATH when empty. Without them videos are taken, but nobody looks into them.</summary>
    public string FfmpegFolder { get; set; } = "";

    /// <summary>How long <c>ffprobe</c> or <c>ffmpeg</c> may work on one file.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan ToolTimeout { get; set; } = TimeSpan.FromMinutes(1);
}

public enum MediaStoreKind { Disk, Minio }
