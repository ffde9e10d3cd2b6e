# fails: digest/by-digest, digest/right-one
kubectl run pinned --image=nginx:1.27
kubectl wait --for=condition=Ready pod/pinned --timeout=120s
