# fails: broken/referred, use/by-reference
# The values are written into the Deployments.
kubectl set env deployment/@{other} -n @{namespace} 'ZONES=utc+1 utc+2' STEP=5
kubectl set env deployment/@{app} -n @{namespace} REGION=far-side LINK_USER=@{user} LINK_PASSWORD=@{password}
sleep 30
