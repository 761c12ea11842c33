/* Answers.cs  Holds XML against the schema by .NET's validator, and sends it through the classes that xsd makes of it. */
using System;
using System.Collections.Generic;
using System.IO;
using System.Reflection;
using System.Xml;
using System.Xml.Schema;
using System.Xml.Serialization;

static class Answers
{
    static int wrong;

    static void Say(string file, string what)
    {
        Console.WriteLine(file + ": " + what.Replace('\n', ' '));
        wrong++;
    }

    /* validate LIST SCHEMA…: says of each file of the list that isn't valid what is wrong */
    static void Validate(string[] files, XmlSchemaSet schemas)
    {
        foreach (string file in files) {
            var settings = new XmlReaderSettings { ValidationType = ValidationType.Schema, Schemas = schemas };
            settings.ValidationEventHandler += (sender, e) => Say(file + ":" + e.Exception.LineNumber, e.Message);
            using (var reader = XmlReader.Create(file, settings))
                while (reader.Read()) { }
        }
    }

    /* A serializer for each root that the schemas have */
    static List<XmlSerializer> Serializers()
    {
        var made = new List<XmlSerializer>();
        foreach (Type type in Assembly.Load("classes").GetTypes())
            if (type.GetCustomAttribute<XmlRootAttribute>() != null) {
                var serializer = new XmlSerializer(type);
                serializer.UnknownNode += (sender, e) => Say(e.Name + " in line " + e.LineNumber, "has no place in the classes");
                made.Add(serializer);
            }
        return made;
    }

    /* roundtrip LIST FOLDER: reads each file into objects, and writes these into the folder */
    static void RoundTrip(string[] files, string folder)
    {
        var serializers = Serializers();
        foreach (string file in files)
            using (var reader = XmlReader.Create(file)) {
                var serializer = serializers.Find(known => known.CanDeserialize(reader));
                if (serializer == null) {
                    Say(file, "no class for its root");
                    continue;
                }
                object read = serializer.Deserialize(reader);
                using (var writer = XmlWriter.Create(Path.Combine(folder, Path.GetFileName(file))))
                    serializer.Serialize(writer, read);
            }
    }

    static int Main(string[] args)
    {
        string[] files = File.ReadAllLines(args[1]);
        if (args[0] == "validate") {
            var schemas = new XmlSchemaSet();
            for (int i = 2; i < args.Length; i++)
                schemas.Add(null, args[i]);
            schemas.Compile();
            Validate(files, schemas);
        } else
            RoundTrip(files, args[2]);
        return wrong > 0 ? 1 : 0;
    }
}
