/* Answers.java  Holds XML against the schema by Java's validator, and sends it through the classes that xjc makes of it. */
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.List;
import javax.xml.XMLConstants;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.Marshaller;
import javax.xml.bind.Unmarshaller;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;

public class Answers {
    /** validate SCHEMA LIST: says of each file of the list that isn't valid what is wrong, at which line. */
    static int validate(Schema schema, List<String> files) throws Exception {
        int wrong = 0;
        Validator validator = schema.newValidator();
        for (String file : files)
            try {
                validator.validate(new StreamSource(new File(file)));
            } catch (org.xml.sax.SAXParseException e) {
                System.out.println(file + ":" + e.getLineNumber() + ": " + e.getMessage());
                wrong++;
            }
        return wrong;
    }

    /** roundtrip SCHEMA LIST FOLDER PACKAGES: reads each file into objects, and writes these into the folder. */
    static int roundtrip(Schema schema, List<String> files, String folder, String packages) throws Exception {
        JAXBContext context = JAXBContext.newInstance(packages);
        Unmarshaller reader = context.createUnmarshaller();
        reader.setSchema(schema);
        reader.setEventHandler(event -> false); // whatever it is, it is an error
        Marshaller writer = context.createMarshaller();
        writer.setSchema(schema);
        int wrong = 0;
        for (String file : files)
            try {
                writer.marshal(reader.unmarshal(new File(file)), new File(folder, new File(file).getName()));
            } catch (javax.xml.bind.JAXBException e) {
                System.out.println(file + ": " + (e.getLinkedException() != null ? e.getLinkedException() : e));
                wrong++;
            }
        return wrong;
    }

    public static void main(String[] args) throws Exception {
        SchemaFactory factory = SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI);
        factory.setFeature("http://apache.org/xml/features/validation/schema-full-checking", true);
        Schema schema;
        try {
            schema = factory.newSchema(new File(args[1]));
        } catch (org.xml.sax.SAXParseException e) {
            System.out.println(e.getSystemId() + ":" + e.getLineNumber() + ": " + e.getMessage());
            System.exit(1);
            return;
        }
        List<String> files = Files.readAllLines(Paths.get(args[2]), StandardCharsets.UTF_8);
        System.exit((args[0].equals("validate") ? validate(schema, files) : roundtrip(schema, files, args[3], args[4])) > 0 ? 1 : 0);
    }
}
