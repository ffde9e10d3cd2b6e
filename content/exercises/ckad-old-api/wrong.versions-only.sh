# fails: manifest/deployment, manifest/second, manifest/file
# The versions alone do not do: fields have changed as well.
sed -i -e 's#extensions/v1beta1#apps/v1#' -e 's#v1beta1#v1#' -e 's#v2beta1#v2#' /opt/work/old-api/@{app}.yaml
kubectl apply -f /opt/work/old-api/@{app}.yaml
