<?xml version="1.0" encoding="UTF-8"?>
<!-- Icons as inline SVG of one stroke, in the colour of the text. They say nothing that text doesn't say. -->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">

  <xsl:template name="icon">
    <xsl:param name="name"/>
    <svg class="icon" viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
      <path>
        <xsl:attribute name="d">
          <xsl:choose>
            <xsl:when test="$name = 'brand'">M4 7l8-4 8 4v6c0 4-3.5 6.5-8 8-4.5-1.5-8-4-8-8zM8.5 12l2.5 2.5 4.5-5</xsl:when>
            <xsl:when test="$name = 'user'">M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c0-4 3.6-6 8-6s8 2 8 6</xsl:when>
            <xsl:when test="$name = 'menu'">M4 6h16M4 12h16M4 18h16</xsl:when>
            <xsl:when test="$name = 'licences'">M4 5h16v14H4zM8 9h4M8 15h8M8 12h8</xsl:when>
            <xsl:when test="$name = 'modules'">M4 4h7v7H4zM13 4h7v7h-7zM4 13h7v7H4zM16.5 13v7M13 16.5h7</xsl:when>
            <xsl:when test="$name = 'invoices'">M6 3h12v18l-3-2-3 2-3-2-3 2zM9 8h6M9 12h6</xsl:when>
            <xsl:when test="$name = 'account'">M4 21V5l8-2v18M12 9h8v12M2 21h20M7 8h2M7 12h2M7 16h2M15 13h2M15 17h2</xsl:when>
            <xsl:when test="$name = 'usage'">M4 4v16h16M8 15l3.5-4.5 3 2.5L20 7</xsl:when>
            <xsl:when test="$name = 'log'">M12 21a9 9 0 1 0-9-9M3 7v5h5M12 7v5l3 2</xsl:when>
            <xsl:when test="$name = 'employees'">M9 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20c0-4 3-6 7-6s7 2 7 6M16 4a4 4 0 0 1 0 7M18 14c2.5.7 4 2.6 4 6</xsl:when>
            <xsl:when test="$name = 'roles'">M7.5 20a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.7 12.3L20 3M16 7l3 3</xsl:when>
            <xsl:when test="$name = 'edit'">M4 20l1-5L16 4l4 4L9 19zM13.5 6.5l4 4</xsl:when>
            <xsl:when test="$name = 'more'">M12 5.5v.01M12 12v.01M12 18.5v.01</xsl:when>
            <xsl:when test="$name = 'download'">M12 4v11M7 11l5 5 5-5M4 20h16</xsl:when>
            <xsl:when test="$name = 'warning'">M12 3l10 18H2zM12 10v5M12 17.5v.5</xsl:when>
            <xsl:when test="$name = 'done'">M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM8 12l3 3 5-6</xsl:when>
            <xsl:when test="$name = 'info'">M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 11v6M12 7.5v.5</xsl:when>
            <xsl:when test="$name = 'calendar'">M4 6h16v14H4zM4 10h16M8 3v4M16 3v4</xsl:when>
            <xsl:when test="$name = 'back'">M15 5l-7 7 7 7</xsl:when>
            <xsl:when test="$name = 'next'">M9 5l7 7-7 7</xsl:when>
            <xsl:when test="$name = 'search'">M11 18a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM16 16l5 5</xsl:when>
          </xsl:choose>
        </xsl:attribute>
      </path>
    </svg>
  </xsl:template>

</xsl:stylesheet>
