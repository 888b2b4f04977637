namespace SocialSelling.Privacy;

/// <summary>One kind of thing in an export: a list that becomes a JSON and a CSV file.</summary>
/// <param name="Name">Of the files.</param>
/// <param name="Sql">Columns as people read them, without secrets and without what is others'. Parameters: <c>@user</c>, or <c>@contacts</c>.</param>
/// <param name="Tables">Where it comes from: a test compares them with the tables there are.</param>
public sealed record ExportedKind(string Name, string Sql, params string[] Tables);

/// <summary>A file of the store that belongs to what is exported.</summary>
/// <param name="Name">In the archive.</param>
public sealed record ExportedFile(string StorageKey, string Name);
