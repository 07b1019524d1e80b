module example.org/planted/tools
