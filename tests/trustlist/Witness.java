// SPDX-License-Identifier: Apache-2.0
// Witness.java -- does an XML signature hold, by the JDK?
//
//	Witness LIST.xml SIGNER.der
import java.io.FileInputStream;
import java.security.cert.CertificateFactory;
import javax.xml.crypto.dsig.XMLSignature;
import javax.xml.crypto.dsig.XMLSignatureFactory;
import javax.xml.crypto.dsig.dom.DOMValidateContext;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

public class Witness {
	private static final String XADES = "http://uri.etsi.org/01903/v1.3.2#";

	public static void main(String[] args) throws Exception {
		DocumentBuilderFactory builders = DocumentBuilderFactory.newInstance();
		builders.setNamespaceAware(true);
		Document document =
		    builders.newDocumentBuilder().parse(new FileInputStream(args[0]));
		var key = CertificateFactory.getInstance("X.509")
		    .generateCertificate(new FileInputStream(args[1]))
		    .getPublicKey();
		Element signature = (Element) document
		    .getElementsByTagNameNS(XMLSignature.XMLNS, "Signature").item(0);
		Element properties = (Element) document
		    .getElementsByTagNameNS(XADES, "SignedProperties").item(0);
		properties.setIdAttribute("Id", true);
		if (document.getDocumentElement().hasAttribute("Id"))
			document.getDocumentElement().setIdAttribute("Id", true);
		DOMValidateContext context = new DOMValidateContext(key, signature);
		context.setProperty(
		    "org.jcp.xml.dsig.secureValidation", Boolean.TRUE);
		XMLSignature held = XMLSignatureFactory.getInstance("DOM")
		    .unmarshalXMLSignature(context);
		System.exit(held.validate(context) ? 0 : 1);
	}
}
