package com.example.shop;

import dev.flipswitch.servlet.RequestFlags;
import jakarta.servlet.ServletRequest;

public class Page {
    public static String of(ServletRequest request) {
        RequestFlags flags = RequestFlags.of(request);
        boolean dark = flags.getBoolean("dark-mode", false);
        int pageSize = flags.getInteger("page-size", 20);
        String json = flags.toJson("dark-mode", "page-size"); // safe inside a <script> element
        return dark + " " + pageSize + " " + json;
    }
}
