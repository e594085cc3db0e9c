from .endings import EndingResource
from .products import ProductResource, RecognitionResource

__all__ = ["EndingResource", "ProductResource", "RecognitionResource"]
