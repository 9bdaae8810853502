"""Serves a real Keystone over a database that was made beforehand: serve_keystone.py FOLDER.

FOLDER holds keystone.db and the two folders of keys. The port is any that is free; it is printed once requests are taken.
"""
import os
import sqlite3
import sys

folder = sys.argv[1]
told = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)  # it may log there
config = os.path.join(folder, "keystone.conf")
with open(config, "w") as file:
    file.write(f"""
[database]
connection = sqlite:///{folder}/keystone.db
[token]
provider = fernet
[fernet_tokens]
key_repository = {folder}/fernet-keys
[credential]
key_repository = {folder}/credential-keys
[cache]
enabled = false
[identity]
password_hash_rounds = 4
""")
os.environ["OS_KEYSTONE_CONFIG_FILES"] = config
os.environ["OS_KEYSTONE_CONFIG_DIR"] = folder
sys.argv = ["keystone"]  # its module reads the command line

import waitress  # noqa: E402
from keystone.wsgi.api import application  # noqa: E402

server = waitress.create_server(application, host="127.0.0.1", port=0, threads=1)
url = f"http://127.0.0.1:{server.effective_port}/v3/"
with sqlite3.connect(os.path.join(folder, "keystone.db")) as database:
    database.execute("UPDATE endpoint SET url = ?", (url,))  # those who check tokens ask where the catalog says
print(server.effective_port, file=told, flush=True)
server.run()
