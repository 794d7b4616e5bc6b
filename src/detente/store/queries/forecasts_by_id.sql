-- The row of forecasts with the id $id.
SELECT * FROM forecasts WHERE forecast_id = $id
