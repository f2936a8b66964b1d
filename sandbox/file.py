"""An uploaded file and its bytes. Private to its owner and the app; it must not judge what is in it."""

from dataclasses import dataclass, field

from sandbox.json_types import Json


@dataclass(kw_only=True)
class StoredFile:
    id: str
    name: str
    mimetype: str
    user: str
    created: int
    content: bytes = b""
    title: str = ""
    complete: bool = True
    deleted: bool = False
    channels: list[str] = field(default_factory=list)

    def as_slack(self, base_url: str) -> Json:
        kind = self.name.rpartition(".")[2].lower() if "." in self.name else "binary"
        return {
            "id": self.id,
            "created": self.created,
            "timestamp": self.created,
            "name": self.name,
            "title": self.title or self.name,
            "mimetype": self.mimetype,
            "filetype": kind,
            "pretty_type": kind.upper(),
            "user": self.user,
            "size": len(self.content),
            "mode": "hosted",
            "is_external": False,
            "is_public": False,
            "public_url_shared": False,
            "url_private": f"{base_url}/files-pri/{self.id}/{self.name}",
            "url_private_download": f"{base_url}/files-pri/{self.id}/download/{self.name}",
            "permalink": f"{base_url}/files/{self.user}/{self.id}/{self.name}",
            "channels": list(self.channels),
            "groups": [],
            "ims": [],
            "comments_count": 0,
            "file_access": "visible",
        }
