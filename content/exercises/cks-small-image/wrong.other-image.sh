# fails: digest/pinned, digest/runs
# A digest, but of another image, which is nowhere.
kubectl set image deployment/@{web} -n @{namespace} nginx=nginx@sha256:$(printf other | sha256sum | cut -d' ' -f1)
sleep 20
