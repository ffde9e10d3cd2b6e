# fails: labels/to-front, labels/to-store
# A label that lets in everywhere, but not out.
kubectl label pod @{pod} -n @{namespace} app=@{front}
