# fails: digest/by-digest, digest/right-one
# The id of the image's configuration is not the digest of its manifest: no registry knows it by that.
docker pull -q nginx:1.27
kubectl run pinned --image="nginx@$(docker image inspect nginx:1.27 --format '{{.Id}}')"
sleep 30
